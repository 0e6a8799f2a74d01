import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const dist = new URL('../dist/', import.meta.url);

/** What a script writes that imports the built package, in Node with more options. */
async function written(script: string, ...options: readonly string[]): Promise<string> {
  const argv = [...options, '--input-type=module', '--eval', script];
  const { stdout } = await run(process.execPath, argv, { cwd: fileURLToPath(new URL('..', dist)) });
  return stdout.trim();
}

const codeWithoutServers = `
  import { Resolver } from 'rxdns';
  const resolver = new Resolver({ servers: [], tries: 1 });
  const { error } = await resolver.outcome('a.example', 'A');
  console.log(error.code, error.message);`;

it.each([
  ['browser', 'there are no default servers in a browser'],
  ['production', 'no servers are configured'],
])('has the platform of the condition %s', async (condition, words) => {
  const wrote = await written(codeWithoutServers, `--conditions=${condition}`);
  expect(wrote).toContain('ENOSERVER');
  expect(wrote).toContain(words);
});

it('has one DnsError for all entries', async () => {
  const script = `
    import { DnsError, Resolver } from 'rxdns';
    import { DnsTestingController } from 'rxdns/testing';
    const dns = new DnsTestingController();
    const resolver = new Resolver(dns.options);
    resolver.query$('a.example', 'A').subscribe({
      error: (error) => console.log(error instanceof DnsError, error.code),
    });
    dns.expectOne('a.example').error('ETIMEOUT');`;
  expect(await written(script)).toBe('true ETIMEOUT');
});

it('has the lines of the sources in stack traces', async () => {
  const script = `
    import { parseName } from 'rxdns';
    try { parseName('a..b'); } catch ({ stack }) { console.log(stack); }`;
  expect(await written(script, '--enable-source-maps')).toMatch(/src[/\\]records[/\\]name\.ts:\d+/);
});

it('is few files, and those with code have source maps with the sources', () => {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  );
  expect(files.length).toBeLessThan(40);
  const chunks = files.filter((file) => file.startsWith('chunks'));
  expect(chunks.length).toBeGreaterThan(10);
  for (const file of chunks) {
    const { sources, sourcesContent } = JSON.parse(readFileSync(new URL(`${file}.map`, dist), 'utf8'));
    expect(sources, file).not.toHaveLength(0);
    expect(sourcesContent, file).toHaveLength(sources.length);
  }
});
