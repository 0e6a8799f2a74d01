import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLines } from './command.js';
import { type Fixture, startFixture } from './fixture.js';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(() => fixture.close());

function rowsOf(stdout: string): unknown {
  return parseLines(stdout)
    .map(({ input, index, type, status, row }) => [index, input, type, status, row])
    .sort();
}

describe.each(['1', '2'])('columns of the input with %s workers', (workers) => {
  it('are in each line of the output, also of what could not be asked', async () => {
    const path = await fixture.write('list.csv', 'id,domain\r\n7,a.example\r\n8,\r\n9,192.0.2.1\r\n');
    const { code, stdout } = await fixture.ask(`-f ${path} -t A,MX --workers ${workers}`);
    const [first, empty, third] = ['a.example', '', '192.0.2.1'].map((domain, at) => ({
      id: String(7 + at),
      domain,
    }));
    expect(rowsOf(stdout)).toStrictEqual([
      [0, 'a.example', 'A', 'NOERROR', first],
      [0, 'a.example', 'MX', 'NOERROR', first],
      [1, '{"id":"8","domain":""}', 'A', 'BADNAME', empty],
      [1, '{"id":"8","domain":""}', 'MX', 'BADNAME', empty],
      [2, '192.0.2.1', 'MX', 'NODATA', third],
      [2, '192.0.2.1', 'PTR', 'NOERROR', third],
    ]);
    expect(code).toBe(2);
  });
});

describe('the kind of the input', () => {
  it('goes by the names of the files, each for itself, with words before them', async () => {
    const csv = await fixture.write('one.CSV', 'name,x\na.example,1\n');
    const ndjson = await fixture.write('two.jsonl', '{"name":"a.example","x":2}\n');
    const lines = await fixture.write('three.txt', 'a.example MX # comment\n');
    const { stdout } = await fixture.ask(`-f ${csv} -f ${ndjson} -f ${lines} b.example`);
    expect(rowsOf(stdout)).toStrictEqual([
      [0, 'b.example', 'A', 'NOERROR', undefined],
      [1, 'a.example', 'A', 'NOERROR', { name: 'a.example', x: '1' }],
      [2, 'a.example', 'A', 'NOERROR', { name: 'a.example', x: 2 }],
      [3, 'a.example MX', 'MX', 'NOERROR', undefined],
    ]);
  });

  it('is what --input says, also on standard input and for the output of rxdns itself', async () => {
    const first = await fixture.ask('--input csv --column 2', '1,a.example\n2,nope.example\n');
    expect(rowsOf(first.stdout)).toStrictEqual([
      [0, 'a.example', 'A', 'NOERROR', ['1', 'a.example']],
      [1, 'nope.example', 'A', 'NXDOMAIN', ['2', 'nope.example']],
    ]);
    const second = await fixture.ask('--input ndjson -t MX --short -q', first.stdout);
    expect(second.stdout).toBe('10 mx.example.\n');
  });

  it('keeps control characters of a column out of the output', async () => {
    const { stdout } = await fixture.ask('--input csv', 'name,x\na.example,"\u009b\u2028"\n');
    expect(stdout).toContain('"x":"\\u009b\\u2028"');
  });

  it('ends with what is wrong with a file, and with a column for lines', async () => {
    const path = await fixture.write('bad.csv', 'name\na.example\nb"c\n');
    const titles = await fixture.ask('--input csv', 'id;site\n1;a.example\n');
    expect(titles.stderr).toMatch(
      /^rxdns: standard input has no column .*: choose one with --column from "id;site"\n0 in = 0 out in [\d.]+ s, 0\/s\n$/,
    );
    const bad = await fixture.ask(`-f ${path}`);
    expect(parseLines(bad.stdout).map(({ input }) => input)).toStrictEqual(['a.example']);
    expect(bad.stderr).toMatch(/^rxdns: cannot read .*bad\.csv: .* line 3/);
    expect(bad.code).toBe(74);
    const missing = await fixture.ask(`-f ${path} --column site`);
    expect(missing.stderr).toContain('bad.csv has no column "site": choose one with --column from "name"\n');
    expect(missing.code).toBe(64);
    const lines = await fixture.ask('--column site', 'a.example\n');
    expect(lines.stderr).toContain(
      'rxdns: --column is for CSV and NDJSON: say --input csv or --input ndjson\n',
    );
    expect(lines.code).toBe(64);
  });
});
