import { expect, it } from 'vitest';
import { runScript } from './run-script.js';

/** The modules of TLS and HTTP/2 that Node has loaded. */
const loaded = 'process.moduleLoadList.filter((name) => /NativeModule (tls|http2)$/.test(name)).join()';

it('what is encrypted is loaded when it is needed, not by the import', async () => {
  const script = `
    import { Resolver } from 'rxdns';
    process.stdout.write('first: ' + ${loaded});
    const resolver = new Resolver({ servers: ['127.0.0.1:9'], tries: 1 });
    await resolver.outcome('a.example', 'A');
    process.stdout.write(' plain: ' + ${loaded});
    await resolver.outcome('a.example', 'A', { servers: ['tls://127.0.0.1:9'] });
    process.stdout.write(' encrypted: ' + ${loaded});
    await resolver.close();`;
  const { wrote } = await runScript(script, 5000);
  expect(wrote).toMatch(/^first: {2}plain: {2}encrypted: NativeModule (tls|http2),NativeModule (tls|http2)$/);
});
