import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: [
      // The tests run the sources, package.json names what `npm run build` made of them.
      { find: /^#platform$/, replacement: source('platform/node.ts') },
      { find: /^#diagnostics$/, replacement: source('diagnostics/channel.ts') },
      // Vite does not know a package's own name; the examples import what `npm run build` made.
      { find: /^rxdns$/, replacement: built('index.js') },
      { find: /^rxdns\/testing$/, replacement: built('testing/index.js') },
      { find: /^rxdns\/angular$/, replacement: built('angular/index.js') },
      { find: /^rxdns\/dns$/, replacement: built('dns/index.js') },
      { find: /^rxdns\/dns\/promises$/, replacement: built('dns/promises/index.js') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'examples/*.test.mjs'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'] },
    testTimeout: 20_000,
    restoreMocks: true,
    reporters: ['default', ['json', { outputFile: '.cache/test-results.json' }]],
  },
});

function source(file: string): string {
  return fileURLToPath(new URL(`src/${file}`, import.meta.url));
}

function built(file: string): string {
  return fileURLToPath(new URL(`dist/${file}`, import.meta.url));
}
