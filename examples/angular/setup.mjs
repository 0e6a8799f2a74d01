// What Angular's runner does before the first test.
import '@angular/compiler';
import { getTestBed } from '@angular/core/testing';
import { BrowserTestingModule, platformBrowserTesting } from '@angular/platform-browser/testing';
import { createWindow } from '@mixmark-io/domino';

const { document, Node } = createWindow('<!doctype html><body></body>', 'http://localhost/');
Object.assign(globalThis, { document, Node });

getTestBed().initTestEnvironment(BrowserTestingModule, platformBrowserTesting());
