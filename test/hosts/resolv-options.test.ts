import { describe, expect, it } from 'vitest';
import { parseResolvConf, parseResolverOptions } from '../../src/hosts/resolv-conf.js';

const unset = parseResolverOptions('');
const empty = parseResolvConf('');

describe('options', () => {
  it.each([
    ['ndots:0', { ndots: 0 }],
    ['ndots:15', { ndots: 15 }],
    ['ndots:16', { ndots: 15 }],
    [`ndots:${'9'.repeat(400)}`, { ndots: 15 }],
    ['timeout:0', { timeout: 1000 }],
    ['timeout:1', { timeout: 1000 }],
    ['timeout:30', { timeout: 30_000 }],
    ['timeout:31', { timeout: 30_000 }],
    ['attempts:0', { attempts: 1 }],
    ['attempts:5', { attempts: 5 }],
    ['attempts:6', { attempts: 5 }],
    ['rotate', { rotate: true }],
    ['use-vc', { useTcp: true }],
    ['usevc', { useTcp: true }],
    ['edns0', { edns: true }],
    ['trust-ad', { trustAd: true }],
    ['ndots:1 ndots:3', { ndots: 3 }],
    ['ndots:3 ndots:x', { ndots: 3 }],
    ['ndots:', {}],
    ['ndots', {}],
    ['ndots:-1', {}],
    ['ndots:1.5', {}],
    ['ndots:3x', {}],
    ['ndots:\u0663', {}],
    ['NDOTS:3', {}],
    ['rotate:1', {}],
    ['rotated', {}],
    ['__proto__:1 constructor:2 debug', {}],
  ])('%s', (options, set) => {
    expect(parseResolverOptions(options)).toStrictEqual({ ...unset, ...set });
    expect(parseResolvConf(`options ${options}`)).toStrictEqual({ ...empty, ...set });
  });

  it('of all lines count', () => {
    expect(
      parseResolvConf(lines('options ndots:2', 'options rotate ndots:x', 'options timeout:9')),
    ).toStrictEqual({
      ...empty,
      ndots: 2,
      rotate: true,
      timeout: 9000,
    });
  });
});

describe('sortlist', () => {
  it.each([
    [['sortlist 10.0.0.0/8;192.0.2.0 junk'], ['10.0.0.0/8', '192.0.2.0', 'junk']],
    [
      ['sortlist 10.0.0.0', 'sortlist 192.0.2.0 # x'],
      ['10.0.0.0', '192.0.2.0'],
    ],
    [['sortlist 1 2 3 4 5 6', 'sortlist 7 8 9 10 11 12', 'sortlist 13'], '1 2 3 4 5 6 7 8 9 10'.split(' ')],
  ])('%j gives %j', (lines, items) => {
    expect(parseResolvConf(lines.join('\n')).sortlist).toStrictEqual(items);
  });
});

function lines(...each: readonly string[]): string {
  return each.join('\n');
}
