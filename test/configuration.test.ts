import { firstValueFrom } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import type { ResolverConfiguration } from '../src/configuration.js';
import { DnsError } from '../src/errors.js';
import { startNameServer } from '../src/nameserver/index.js';
import type { ResolverOptions } from '../src/options.js';
import { Resolver } from '../src/resolver.js';
import { fakeNetwork } from '../src/testing/fake-network.js';
import { TemporaryFolder } from './hosts/temporary-folder.js';

/** Where a setting comes from, and what it is then. */
type Setting = keyof ResolverConfiguration;

async function configure(
  options: ResolverOptions,
  files: { readonly resolvConf?: string; readonly nsswitch?: string },
): Promise<ResolverConfiguration> {
  const folder = new TemporaryFolder();
  const resolver = new Resolver({
    resolvConfPath: folder.write('resolv.conf', files.resolvConf ?? ''),
    nsswitchPath: folder.write('nsswitch.conf', files.nsswitch ?? ''),
    ...options,
  });
  const configuration = await firstValueFrom(resolver.configuration$);
  await resolver.close();
  return configuration;
}

describe('options go before the environment, the environment before files, and files before defaults', () => {
  interface Row {
    readonly setting: Setting;
    readonly byDefault: unknown;
    readonly file: string;
    readonly byFile: unknown;
    /** Absent where the environment has no say. */
    readonly environment?: Readonly<Record<string, string>>;
    readonly byEnvironment?: unknown;
    readonly option: ResolverOptions;
    readonly byOption: unknown;
  }

  const rows: readonly Row[] = [
    {
      setting: 'servers',
      byDefault: ['127.0.0.1'],
      file: 'nameserver 192.0.2.1\nnameserver 2001:db8::1',
      byFile: ['192.0.2.1', '2001:db8::1'],
      option: { servers: ['192.0.2.9:5353'] },
      byOption: ['192.0.2.9:5353'],
    },
    {
      setting: 'domains',
      byDefault: [],
      file: 'search file.example',
      byFile: ['file.example'],
      environment: { LOCALDOMAIN: 'env.example env2.example' },
      byEnvironment: ['env.example', 'env2.example'],
      option: { domains: ['option.example.'] },
      byOption: ['option.example'],
    },
    {
      setting: 'ndots',
      byDefault: 1,
      file: 'options ndots:5',
      byFile: 5,
      environment: { RES_OPTIONS: 'ndots:4' },
      byEnvironment: 4,
      option: { ndots: 0 },
      byOption: 0,
    },
    {
      setting: 'timeout',
      byDefault: 2000,
      file: 'options timeout:5',
      byFile: 5000,
      environment: { RES_OPTIONS: 'timeout:4' },
      byEnvironment: 4000,
      option: { timeout: 10 },
      byOption: 10,
    },
    {
      setting: 'tries',
      byDefault: 3,
      file: 'options attempts:2',
      byFile: 2,
      environment: { RES_OPTIONS: 'attempts:1' },
      byEnvironment: 1,
      option: { tries: 3 },
      byOption: 3,
    },
    {
      setting: 'rotate',
      byDefault: false,
      file: 'options rotate',
      byFile: true,
      environment: { RES_OPTIONS: 'rotate' },
      byEnvironment: true,
      option: { rotate: false },
      byOption: false,
    },
    {
      setting: 'useTcp',
      byDefault: false,
      file: 'options use-vc',
      byFile: true,
      environment: { RES_OPTIONS: 'use-vc' },
      byEnvironment: true,
      option: { useTcp: false },
      byOption: false,
    },
  ];

  it.each(rows)('$setting', async ({ setting, file, environment, option, ...by }) => {
    const nothing = 'search\noptions';
    vi.stubEnv('RES_OPTIONS', undefined);
    vi.stubEnv('LOCALDOMAIN', setting === 'domains' ? '' : undefined);
    expect((await configure({}, { resolvConf: nothing }))[setting]).toStrictEqual(by.byDefault);
    vi.stubEnv('LOCALDOMAIN', undefined);
    expect((await configure({}, { resolvConf: file }))[setting]).toStrictEqual(by.byFile);
    for (const [name, value] of Object.entries(environment ?? {})) vi.stubEnv(name, value);
    const expected = environment === undefined ? by.byFile : by.byEnvironment;
    expect((await configure({}, { resolvConf: file }))[setting]).toStrictEqual(expected);
    expect((await configure(option, { resolvConf: file }))[setting]).toStrictEqual(by.byOption);
    vi.unstubAllEnvs();
  });

  it('lookups come from nsswitch.conf', async () => {
    const nsswitch = 'hosts: dns files';
    expect((await configure({}, {})).lookups).toBe('fb');
    expect((await configure({}, { nsswitch })).lookups).toBe('bf');
    expect((await configure({ lookups: 'f' }, { nsswitch })).lookups).toBe('f');
  });

  it('each setting for itself', async () => {
    const resolvConf = 'nameserver 192.0.2.1\nsearch a.example\noptions ndots:5 timeout:7 attempts:5';
    expect(await configure({ servers: ['192.0.2.9'], timeout: 100 }, { resolvConf })).toStrictEqual({
      servers: ['192.0.2.9'],
      domains: ['a.example'],
      ndots: 5,
      lookups: 'fb',
      timeout: 100,
      // RFC 9520 allows no more, whatever the file says.
      tries: 3,
      rotate: false,
      useTcp: false,
    });
  });

  it('options that are undefined leave their settings open', async () => {
    const options = { servers: undefined, ndots: undefined, domains: undefined, lookups: undefined };
    const resolvConf = 'nameserver 192.0.2.1\nsearch a.example\noptions ndots:5';
    const configuration = await configure({ ...options, timeout: undefined }, { resolvConf });
    expect(configuration).toMatchObject({ servers: ['192.0.2.1'], domains: ['a.example'], ndots: 5 });
  });
});

it('HOSTALIASES stands for whole names, for labels alone', async () => {
  const folder = new TemporaryFolder();
  vi.stubEnv('HOSTALIASES', folder.write('aliases', 'Short a.example\nx.y a.example\ngone none.example'));
  const server = await startNameServer({
    zone: 'a.example. 300 A 192.0.2.7\nshort.b.example. 300 A 192.0.2.8\ngone.b.example. 300 A 192.0.2.8',
  });
  const resolver = new Resolver({ servers: [server.address], domains: ['b.example'], lookups: 'b' });
  vi.unstubAllEnvs();
  const find = async (name: string) => (await resolver.search(name, 'A')).map(({ address }) => address);
  expect(await find('SHORT')).toStrictEqual(['192.0.2.7']);
  expect((await resolver.gethostbyname('short', 4)).addresses).toStrictEqual(['192.0.2.7']);
  await expect(find('short.')).rejects.toMatchObject({ code: 'ENOTFOUND', question: { name: 'short' } });
  await expect(find('gone')).rejects.toMatchObject({ code: 'ENOTFOUND', question: { name: 'none.example' } });
  expect(await find('short.b.example')).toStrictEqual(['192.0.2.8']);
  await expect(resolver.query('short', 'A')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await resolver.close();
  await server.close();
});

it('the environment does not count beside a connect of ones own, nor do files without a path', async () => {
  vi.stubEnv('RES_OPTIONS', 'ndots:7 timeout:7');
  vi.stubEnv('LOCALDOMAIN', 'env.example');
  const resolver = new Resolver({ connect: fakeNetwork().connect });
  vi.unstubAllEnvs();
  expect(await firstValueFrom(resolver.configuration$)).toStrictEqual({
    servers: [],
    domains: [],
    ndots: 1,
    lookups: 'fb',
    timeout: 2000,
    tries: 3,
    rotate: false,
    useTcp: false,
  });
  await expect(resolver.gethostbyaddr('127.0.0.1')).rejects.toMatchObject({ code: 'ENOSERVER' });
  expect(await resolver.getnameinfo({ address: '127.0.0.1', port: 80 }, { numericHost: true })).toStrictEqual(
    {
      node: '127.0.0.1',
      service: '80',
    },
  );
});

describe('wrong options are thrown at once, with name and bounds', () => {
  it.each([-1, 16, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('ndots %s', (ndots) => {
    const wrong = new RangeError(`ndots is ${ndots}; it has to be an integer from 0 to 15`);
    expect(() => new Resolver({ ndots })).toThrow(wrong);
  });

  it.each(['', 'x', 'fbf', 'FB'])('lookups %j', (lookups) => {
    const wrong = new RangeError(
      `lookups is ${JSON.stringify(lookups)}; it has to be 'fb', 'bf', 'f' or 'b'`,
    );
    expect(() => new Resolver({ lookups: lookups as 'fb' })).toThrow(wrong);
  });

  it.each<[ResolverOptions, string]>([
    [{ domains: ['a.example', 'a..example'] }, 'EBADNAME'],
    [{ domains: ['a'.repeat(64)] }, 'EBADNAME'],
    [{ domains: [''] }, 'EBADNAME'],
    [{ sortlist: ['192.0.2.0/24', 'nonsense'] }, 'EBADSTR'],
    [{ sortlist: ['192.0.2.0/33'] }, 'EBADSTR'],
    [{ sortlist: ['192.0.2.0/255.0.255.0'] }, 'EBADSTR'],
    [{ servers: ['192.0.2.1:0'] }, 'EBADSTR'],
    [{ localAddress: '' }, 'EBADSTR'],
    [{ localAddress: 'eth0' }, 'EBADSTR'],
    [{ localAddress: '127.0.0.1%eth0' }, 'EBADSTR'],
    [{ localAddress: 'fe80::1%' }, 'EBADSTR'],
    [{ localAddress: { ipv4: '::1' } }, 'EBADSTR'],
    [{ localAddress: { ipv6: '127.0.0.1' } }, 'EBADSTR'],
    [{ localAddress: { ipv4: '127.0.0.2', ipv6: '::g' } }, 'EBADSTR'],
  ])('%j is %s', (options, code) => {
    const make = () => new Resolver(options);
    expect(make).toThrow(DnsError);
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  it('the bounds themselves are fine', () => {
    for (const ndots of [0, 15]) expect(() => new Resolver({ ndots })).not.toThrow();
    const addresses = { ipv4: '127.0.0.1', ipv6: 'fe80::1%eth0' };
    expect(
      new Resolver({ localAddress: addresses, connect: fakeNetwork().connect }).localAddress,
    ).toStrictEqual(addresses);
  });
});
