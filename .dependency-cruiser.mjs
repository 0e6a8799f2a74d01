import { allExtensions } from 'dependency-cruiser';

// Without a TypeScript that has a JavaScript API, dependency-cruiser finds no .ts file and reports success.
if (!allExtensions.some(({ extension, available }) => extension === '.ts' && available))
  throw new Error('dependency-cruiser cannot read TypeScript: see docs/decisions/0003-tooling.md');

/** @type {import('dependency-cruiser').DependencyType[]} */
const builtIn = ['core'];
const ownModules = '^(src|test|examples|bench|tools)/';
const rxjs = '^node_modules/rxjs/';
const hostsSystem = '^src/hosts/system(-file|-interfaces|-read)?\\.ts$';
const entries =
  '^src/(index|testing/index|testing/browser/index|dns/index|dns/promises/index|angular/index|diagnostics/none|platform/(node|browser)|cli/(main|demo-thread|worker-thread))\\.ts$';

/** The import rules of docs/architecture.md. @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment:
        'A cycle, also one of types alone, means that two modules are one, or that a third is missing.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'records-stand-alone',
      comment: 'The codec is pure: it imports nothing outside src/records.',
      severity: 'error',
      from: { path: '^src/records/' },
      to: { pathNot: '^src/records/' },
    },
    {
      name: 'socket-knows-no-dns',
      comment: 'src/socket moves octets: RxJS, Node, and its own files.',
      severity: 'error',
      from: { path: '^src/socket/' },
      to: { pathNot: ['^src/socket/', rxjs], dependencyTypesNot: builtIn },
    },
    {
      name: 'hosts-reads-only-records',
      comment: 'Host files are text in, data out.',
      severity: 'error',
      from: { path: '^src/hosts/', pathNot: hostsSystem },
      to: { pathNot: ['^src/hosts/', '^src/records/'] },
    },
    {
      name: 'hosts-system-reads-files',
      comment:
        'Four files of src/hosts touch Node: system.ts, what it follows and reads files with, and interfaces.',
      severity: 'error',
      from: { path: hostsSystem },
      to: { pathNot: ['^src/hosts/', '^src/records/', rxjs], dependencyTypesNot: builtIn },
    },
    {
      name: 'observables-are-dataflow',
      comment: 'Stages import RxJS, records and errors; sockets only as types (next rule).',
      severity: 'error',
      from: { path: '^src/observables/' },
      to: { pathNot: ['^src/observables/', '^src/records/', '^src/socket/', '^src/errors\\.ts$', rxjs] },
    },
    {
      name: 'observables-see-socket-types-only',
      comment: 'A stage is given its Connect: the same stage runs on the fake network.',
      severity: 'error',
      from: { path: '^src/observables/' },
      to: { path: '^src/socket/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'errors-import-types-only',
      comment: 'Everything imports errors.ts, so it must not pull anything in.',
      severity: 'error',
      from: { path: '^src/errors\\.ts$' },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'entries-are-leaves',
      comment: 'The library works without its other entries. Two of them may start the embedded name server.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(testing|dns|angular|cli|nameserver)/' },
      to: { path: '^src/(testing|dns|angular|cli|nameserver)/' },
    },
    {
      name: 'entries-are-apart',
      comment:
        'No entry builds on another; open to them are the name server, and what runs in a browser of it and of testing.',
      severity: 'error',
      from: { path: '^src/(testing|dns|angular|cli|nameserver)/' },
      to: {
        path: '^src/(testing|dns|angular|cli|nameserver)/',
        pathNot: [
          '^src/$1/',
          '^src/nameserver/(index|zone-text)\\.ts$',
          '^src/testing/testing-controller\\.ts$',
        ],
      },
    },
    {
      name: 'entries-stand-on-public-modules',
      comment: 'What an entry needs of the library, a user needs too: export it instead of reaching in.',
      severity: 'error',
      from: { path: '^src/(testing|dns|angular|cli|nameserver)/' },
      to: { path: '^src/(observables|hosts|socket)/', pathNot: '^src/socket/connect\\.ts$' },
    },
    {
      name: 'testing-runs-in-browsers',
      comment: 'Of rxdns/testing only the name server needs Node, and browsers get an entry without it.',
      severity: 'error',
      from: { path: '^src/testing/', pathNot: '^src/testing/index\\.ts$' },
      to: { path: '^src/nameserver/index\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-index-re-exports',
      comment: 'A name has one home and one public address.',
      severity: 'error',
      from: { path: '^src/', pathNot: '(^|/)index\\.ts$' },
      to: { dependencyTypes: ['export'] },
    },
    {
      name: 'no-undeclared-package',
      comment: 'Published code imports dependencies and peers only: what a user has after npm install.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm-peer', 'npm'],
      },
    },
    {
      name: 'src-imports-src',
      comment: 'Nothing that is published depends on tests, examples, benchmarks or tools.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: ownModules, pathNot: '^src/' },
    },
    {
      name: 'examples-import-the-package',
      comment: 'An example shows what a user writes.',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: ownModules, pathNot: '^examples/' },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dead-module',
      comment:
        'Every module is reached from an entry; demo-thread.ts and worker-thread.ts are some, started by their URLs, and none.ts, which package.json gives to browsers.',
      severity: 'error',
      from: { path: entries },
      to: { path: '^src/', pathNot: entries, reachable: false },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['^node_modules/', '^dist/'] },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
    },
  },
};
