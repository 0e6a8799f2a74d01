import { expect, it } from 'vitest';
import { bundlePage } from './bundle.js';

it.each([
  ["import { Resolver } from 'rxdns'; globalThis.resolver = new Resolver();", ['rxjs', 'rxjs/operators']],
  ["import * as rxdns from 'rxdns'; globalThis.rxdns = rxdns;", ['rxjs', 'rxjs/operators']],
  [
    "import * as entry from 'rxdns/angular'; globalThis.entry = entry;",
    ['@angular/core', 'rxjs', 'rxjs/operators', 'rxjs/testing'],
  ],
  ["import * as entry from 'rxdns/testing'; globalThis.entry = entry;", ['rxjs', 'rxjs/testing']],
])('%s is bundled without anything of Node', async (script, packages) => {
  const { code, imports } = await bundlePage(script);
  expect(imports).toStrictEqual(packages);
  expect(code).not.toMatch(/\b(?:Buffer|process|setImmediate|require|__dirname)\b(?=[.([])/);
  expect(code).toContain('globalThis.');
});
