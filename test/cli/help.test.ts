import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/command-error.js';
import { helpText, optionSyntax } from '../../src/cli/help.js';
import { optionList } from '../../src/cli/option-table.js';
import { run } from './command.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const offering = optionList.filter(({ offers }) => Array.isArray(offers));

describe('--help', () => {
  it('has every option with all that is said of it, and every exit code, in 80 columns', () => {
    const text = helpText();
    for (const option of optionList) {
      const begin = text.indexOf(`${optionSyntax(option)} `);
      expect(begin, option.name).toBeGreaterThan(0);
      expect(text.slice(begin).replace(/\s+/g, ' ')).toContain(`${optionSyntax(option)} ${option.help}`);
    }
    for (const code of Object.values(exitCodes)) expect(text).toMatch(new RegExp(`^ +${code}  \\w`, 'm'));
    expect(text.split('\n').filter((line) => line.length > 80)).toStrictEqual([]);
  });
});

describe('the manual page', () => {
  it('says of each option what --help says', () => {
    const output = execFileSync(process.execPath, ['tools/manual-page.mjs'], { cwd: root, encoding: 'utf8' });
    expect(output).toBe('man/rxdns.1 is what the tables say\n');
  });
});

describe('completion', () => {
  const scripts = new Map<string, string>();

  beforeAll(async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, stdout, stderr } = await run(['completion', shell]);
      expect([code, stderr]).toStrictEqual([0, '']);
      scripts.set(shell, stdout);
    }
  });

  /** What a shell without its user's settings prints, with the completion loaded before the script. */
  function ask(shell: string, option: string, script: string, before = ''): readonly string[] {
    const whole = `${before}\n${scripts.get(shell)}\n${script}\n`;
    return execFileSync(shell, [option, '-c', whole], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '');
  }

  function bash(...words: readonly string[]): readonly string[] {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const call = `COMP_WORDS=(${quoted}) COMP_CWORD=${words.length - 1}; _rxdns; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return ask('bash', '--norc', call);
  }

  it('of bash offers options, types and the words that an option takes', () => {
    const long = optionList.map(({ name }) => `--${name}`);
    expect(bash('rxdns', '--')).toStrictEqual(long);
    expect(bash('rxdns', 'AAA')).toStrictEqual(['AAAA']);
    expect(bash('rxdns', 'comp')).toStrictEqual(['completion']);
    expect(bash('rxdns', 'a.example', 'comp')).toStrictEqual([]);
    expect(bash('rxdns', 'completion', '')).toStrictEqual(['bash', 'zsh', 'fish']);
    expect(bash('rxdns', '--format', '=', 'ta')).toStrictEqual(['table']);
    expect(bash('rxdns', '-t', 'A,M')).toStrictEqual(['A,MX']);
    for (const { name, offers } of offering) expect(bash('rxdns', `--${name}`, '')).toStrictEqual(offers);
  });

  it('of bash offers files, also those with a space in their names', () => {
    const words = 'COMP_WORDS=(rxdns -f my) COMP_CWORD=2; _rxdns';
    const script = `cd "$(mktemp -d)"; touch 'my names'; ${words}; printf '%s' "\${COMPREPLY[0]}"; rm -r "$PWD"`;
    const [file] = ask('bash', '--norc', script);
    expect(file).toBe('my names');
  });

  it('of fish offers the same', () => {
    const fish = (line: string): readonly string[] =>
      ask('fish', '--no-config', `complete -C '${line}'`).map((text) => text.split('\t')[0] ?? '');
    const long = optionList.map(({ name }) => `--${name}`);
    expect(fish('rxdns --')).toStrictEqual(expect.arrayContaining(long));
    expect(fish('rxdns AAA')).toStrictEqual(['AAAA']);
    expect(fish('rxdns completion ')).toStrictEqual(['bash', 'fish', 'zsh']);
    for (const { name, offers = [] } of offering)
      expect(fish(`rxdns --${name} `).toSorted()).toStrictEqual([...offers].sort());
  });

  it('of zsh describes every option once', () => {
    const stubs = 'compdef() { }; _arguments() { print -rl -- "$@" }; words=(rxdns "")';
    const specs = ask('zsh', '-f', '_rxdns', stubs);
    for (const { name, short, type } of optionList) {
      const value = type === 'string';
      const has = (flag: string): boolean =>
        specs.filter((spec) => spec.replace(/^(\*|\([^)]*\))/, '').startsWith(`${flag}[`)).length === 1;
      expect(has(value ? `--${name}=` : `--${name}`), name).toBe(true);
      if (short !== undefined) expect(has(value ? `-${short}+` : `-${short}`), short).toBe(true);
    }
  });

  it('is refused for another shell', async () => {
    const { code, stderr } = await run(['completion', 'tcsh']);
    expect(stderr.split('\n')[0]).toBe(
      'rxdns: "completion" takes bash, zsh or fish (as a name it is written "completion.")',
    );
    expect(code).toBe(64);
  });
});
