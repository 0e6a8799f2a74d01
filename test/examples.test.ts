import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it('lookup: a stream and a Promise', async () => {
  expect((await linesOf('lookup')).sort()).toStrictEqual([
    '10 mail.example.org 300',
    '192.0.2.25',
    '20 backup.example.org 300',
    'ENOTFOUND NXDOMAIN 60 1',
  ]);
});

it('batch: one outcome for each name and type', async () => {
  expect((await linesOf('batch')).sort()).toStrictEqual([
    'mail.example.org A NOERROR 1',
    'mail.example.org MX NOERROR 1',
    'no..name A BADNAME 0',
    'no..name MX BADNAME 0',
    'shop.example.org A NOERROR 1',
    'shop.example.org MX NODATA 0',
    'www.example.org A NOERROR 1',
    'www.example.org MX NODATA 0',
  ]);
});

it('states: a line for each change, and the program ends by itself', async () => {
  expect(await linesOf('states')).toStrictEqual([
    'www.example.org NOERROR, api.example.org NOERROR, old.example.org NXDOMAIN',
    'www.example.org NOERROR, api.example.org NXDOMAIN, old.example.org NXDOMAIN',
  ]);
});

it('watch: a line for each change, and the program ends by itself', async () => {
  expect(await linesOf('watch')).toStrictEqual([
    'new: 192.0.2.80',
    'new: 192.0.2.81',
    'gone: 192.0.2.80',
    'gone: 192.0.2.81',
    'NXDOMAIN',
  ]);
});

it('wait-for-acme: done when both servers have the record, and what a deadline says', async () => {
  expect((await linesOf('wait-for-acme')).slice(-4)).toStrictEqual([
    '1 of 2 servers',
    '2 of 2 servers',
    'now the certificate authority may look',
    'ETIMEOUT NOERROR,NOERROR',
  ]);
});

it('hosts: names, addresses, and lookup in a client', async () => {
  expect((await linesOf('hosts')).sort()).toStrictEqual([
    '127.0.0.1 443 4 300',
    '200 127.0.0.1',
    'new: 192.0.2.1',
    'new: 2001:db8::1',
    "web.example.org [ 'www.example.org' ] [ '127.0.0.1' ]",
  ]);
});

it('encrypted: over HTTPS, by a pin, and not at all', async () => {
  expect(await linesOf('encrypted')).toStrictEqual([
    'https',
    '192.0.2.1',
    'ECONNREFUSED tls DEPTH_ZERO_SELF_SIGNED_CERT',
  ]);
});

it('from-aiodns: what its examples print', async () => {
  expect(await linesOf('from-aiodns')).toStrictEqual([
    "[ [ '192.0.2.1', 300 ], [ '192.0.2.2', 300 ] ]",
    '192.0.2.1',
    '192.0.2.2',
    "google.com [ 'www.google.com' ] [ '192.0.2.1', '192.0.2.2' ]",
    'google.com',
    "[ [ '192.0.2.1', 443 ], [ '192.0.2.2', 443 ] ]",
    '4 no such name',
  ]);
});

it('from-p-limit: what it printed before', async () => {
  expect(await linesOf('from-p-limit')).toStrictEqual([
    'www.example.org 192.0.2.80',
    'mail.example.org 192.0.2.25',
    'nobody.example.org ENOTFOUND',
  ]);
});

it('opentelemetry: a span for each query, and how long they took by name', async () => {
  expect(await linesOf('opentelemetry')).toStrictEqual([
    'DNS A www.example.org attempt',
    'DNS A www.example.org ',
    'DNS A old.example.org NXDOMAIN attempt',
    'dns.lookup.duration www.example.org 2',
    'dns.lookup.duration old.example.org NXDOMAIN 1',
  ]);
});

it('prometheus: what was counted, in its text format', async () => {
  const lines = (await linesOf('prometheus')).map((line) => line.replace(/127\.0\.0\.1:\d+/, 'SERVER'));
  expect(lines.filter((line) => !line.startsWith('rxdns_server_round_trip_seconds'))).toStrictEqual([
    'rxdns_queries_total{status="answered"} 3',
    'rxdns_queries_total{status="cancelled"} 0',
    'rxdns_cache_lookups_total{result="hit"} 1',
    'rxdns_cache_lookups_total{result="miss"} 2',
    'rxdns_outstanding 0',
    'rxdns_server_queries_total{server="SERVER",result="answered"} 2',
    'rxdns_server_queries_total{server="SERVER",result="timeout"} 0',
    'rxdns_server_queries_total{server="SERVER",result="failed"} 0',
    'rxdns_server_up{server="SERVER"} 1',
  ]);
  expect(lines.slice(-3).map((line) => line.replace(/ [\d.]+$/, ''))).toStrictEqual([
    'rxdns_server_round_trip_seconds{server="SERVER",quantile="0.5"}',
    'rxdns_server_round_trip_seconds{server="SERVER",quantile="0.95"}',
    'rxdns_server_round_trip_seconds{server="SERVER",quantile="0.99"}',
  ]);
});

it('disposable-domains: every domain of the package on a line of its own', async () => {
  const file = fileURLToPath(new URL('../.cache/examples-test-names.txt', import.meta.url));
  await linesOf('disposable-domains', file);
  const names = (await readFile(file, 'utf8')).trimEnd().split('\n');
  await rm(file);
  expect(names.length).toBeGreaterThan(100_000);
  expect(names.every((name) => /^[^\s#]+\.[^\s#]+$/.test(name))).toBe(true);
});

async function linesOf(example: string, ...options: string[]): Promise<string[]> {
  const file = fileURLToPath(new URL(`../examples/${example}.mjs`, import.meta.url));
  const { stdout } = await run(process.execPath, [file, ...options], { timeout: 15_000 });
  return stdout.split('\n').filter((line) => line !== '');
}
