// A document without a browser, and Angular's test environment in it. Import it before anything of Angular.
import '@angular/compiler';
import { getTestBed } from '@angular/core/testing';
import { BrowserTestingModule, platformBrowserTesting } from '@angular/platform-browser/testing';
import { createWindow } from '@mixmark-io/domino';
import { afterEach } from 'vitest';

const { document, Node } = createWindow('<!doctype html><body></body>', 'http://localhost/');
Object.assign(globalThis, { document, Node });

getTestBed().initTestEnvironment(BrowserTestingModule, platformBrowserTesting());

// Angular does this by itself where `afterEach` is a global.
afterEach(() => {
  getTestBed().resetTestingModule();
});
