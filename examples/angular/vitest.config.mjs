// The tests, compiled ahead of time as the app is. Run: node examples/angular/build.mjs, then npx vitest run -c FILE
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // Vite does not know a package's own name.
    alias: [
      { find: /^rxdns$/, replacement: built('index.js') },
      { find: /^rxdns\/testing$/, replacement: built('testing/index.js') },
      { find: /^rxdns\/angular$/, replacement: built('angular/index.js') },
    ],
  },
  test: {
    root: fileURLToPath(new URL('../../.cache/angular/compiled/', import.meta.url)),
    include: ['*.test.js'],
    setupFiles: [fileURLToPath(new URL('setup.mjs', import.meta.url))],
  },
});

/** @param {string} file */
function built(file) {
  return fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));
}
