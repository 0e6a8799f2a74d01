import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, it } from 'vitest';

it.each([
  ['provideDns', false],
  ['provideDnsTesting', true],
])('an application with %s alone has the testing controller: %s', async (name, expected) => {
  expect((await bundle(name)).includes('expectOne')).toBe(expected);
});

/** The code of an application that takes one name of rxdns/angular, without what it takes from other packages. */
async function bundle(name: string): Promise<string> {
  const entry = fileURLToPath(new URL('../../dist/angular/index.js', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'application',
        resolveId: (id) => (id === 'application' ? id : null),
        load: (id) =>
          id === 'application' ? `import { ${name} } from ${JSON.stringify(entry)}; ${name}();` : null,
      },
    ],
    build: {
      write: false,
      minify: false,
      rollupOptions: { input: 'application', external: /^(?:@angular|rxjs|node:)/, treeshake: true },
    },
  });
  const chunks = [built].flat().flatMap((output) => ('output' in output ? output.output : []));
  return chunks.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('\n');
}
