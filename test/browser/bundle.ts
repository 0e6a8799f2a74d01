import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const entries: ReadonlyMap<string, string> = new Map([
  ['rxdns', 'dist/index.js'],
  ['rxdns/angular', 'dist/angular/index.js'],
  ['rxdns/testing', 'dist/testing/browser/index.js'],
]);

/** What vite makes of a script. */
export interface Bundle {
  readonly code: string;
  /** The modules that are not in it, each once, in order. */
  readonly imports: readonly string[];
}

/** Bundles a script for browsers with the built package, and with RxJS or without. */
export async function bundlePage(script: string, withRxjs = false): Promise<Bundle> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'page',
        enforce: 'pre',
        resolveId(id) {
          if (id === 'page') return id;
          const entry = entries.get(id);
          return entry === undefined ? null : fileURLToPath(new URL(`../../${entry}`, import.meta.url));
        },
        load: (id) => (id === 'page' ? script : null),
      },
    ],
    build: {
      write: false,
      minify: false,
      rollupOptions: {
        input: 'page',
        external: withRxjs ? [] : /^(?:rxjs|@angular)/,
        onwarn: (warning) => {
          throw new Error(warning.message);
        },
      },
    },
  });
  const files = [built].flat().flatMap((output) => ('output' in output ? output.output : []));
  const chunks = files.flatMap((file) => (file.type === 'chunk' ? [file] : []));
  const imports = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]);
  return { code: chunks.map(({ code }) => code).join('\n'), imports: [...new Set(imports)].sort() };
}
