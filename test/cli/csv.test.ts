import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvCells } from '../../src/cli/csv.js';
import { parseLines } from './command.js';
import { type Fixture, startFixture } from './fixture.js';

const own = 'input,index,name,type,status,ttl,value,server,elapsed,attempts,error';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(() => fixture.close());

/** The rows by their titles, in order of the input; a row of another length fails. */
function read(text: string): readonly Readonly<Record<string, string>>[] {
  const rows: Record<string, string>[] = parse(text, { columns: true });
  return rows.sort((left, right) => Number(left['index']) - Number(right['index']));
}

describe('csvCells', () => {
  it('are read back as they were by a reader of RFC 4180', () => {
    const cell = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', ';', '=', 'a', 'ü') });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2 }), (cells) => {
        const read: string[][] = parse(`${csvCells(cells)}\n`, { record_delimiter: '\n' });
        expect(read).toStrictEqual([cells]);
      }),
    );
  });

  it('are quoted only where they have to be', () => {
    expect(csvCells(['a b', 1, undefined, 'c,d', '"e"', 'f\r\ng'])).toBe('a b,1,,"c,d","""e""","f\r\ng"');
  });
});

describe.each(['1', '2'])('CSV with %s workers', (workers) => {
  it('has a row for each record, one for an outcome without, and the columns of the input', async () => {
    const list = '\ufeffid,domain,note\r\n7,a.example,"pays, ""late"""\r\n8,,x\r\n9,nope.example\r\n';
    const path = await fixture.write('list.csv', list);
    const { code, stdout } = await fixture.ask(`-q --csv -f ${path} -t A,TXT --workers ${workers}`);
    expect(stdout.split('\n')[0]).toBe(`${own},row.id,row.domain,row.note`);
    const rows = read(stdout);
    const brief = rows.map((row) => `${row['row.id']} ${row['type']} ${row['status']} ${row['value']}`);
    expect(brief.sort()).toStrictEqual([
      '7 A NOERROR 192.0.2.1',
      '7 A NOERROR 192.0.2.2',
      '7 TXT NOERROR "hello \\"world\\"" "two"',
      '8 A BADNAME ',
      '8 TXT BADNAME ',
      '9 A NXDOMAIN ',
      '9 TXT NXDOMAIN ',
    ]);
    expect(rows[0]).toMatchObject({ input: 'a.example', ttl: '300', server: fixture.server.address });
    expect(rows[0]?.['row.note']).toBe('pays, "late"');
    expect(rows.at(-1)).toMatchObject({ index: '2', ttl: '60', 'row.note': '' });
    expect(rows.at(-1)?.['error']).toMatch(/^(A|TXT) nope.example: the name does not exist$/);
    expect(code).toBe(2);
  });
});

describe('CSV', () => {
  it('has the numbers of columns without a header, rows of NDJSON as one column, and nothing of lines', async () => {
    const numbered = await fixture.ask('-q --csv --input csv --column 2', '1,b.example\n');
    expect(numbered.stdout).toMatch(new RegExp(`^${own},row.1,row.2\nb.example,0,.*,1,b.example\n$`));
    const json = '{"name":"b.example","note":"a \\"b\\""}';
    const [row] = read((await fixture.ask('-q --csv --input ndjson', `${json}\n`)).stdout);
    expect(row?.['row']).toBe(json);
    const lines = await fixture.ask('-q --format csv', 'b.example\n');
    expect(lines.stdout).toMatch(
      new RegExp(`^${own}\nb.example,0,b.example,A,NOERROR,300,192.0.2.3,.*,1,\n$`),
    );
  });

  it('is what a file called so gets, with its header also where there is no row', async () => {
    const path = join(fixture.folder, 'out.csv');
    expect((await fixture.ask(`-q -o ${path} --status REFUSED b.example`)).code).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(`${own}\n`);
    expect((await fixture.ask(`-q -o ${path} --json b.example`)).code).toBe(0);
    expect(parseLines(await readFile(path, 'utf8'))).toMatchObject([{ input: 'b.example' }]);
  });

  it('needs the same columns of all names', async () => {
    const one = await fixture.write('one.csv', 'name,x\na.example,1\n');
    const two = await fixture.write('two.csv', 'name,y\nb.example,2\n');
    const words = await fixture.ask(`--csv -f ${one} b.example`);
    expect([words.code, words.stdout]).toStrictEqual([64, '']);
    expect(words.stderr).toContain('names come all from CSV or not at all: use --json');
    const others = await fixture.ask(`-q --csv -f ${one} -f ${two}`);
    expect(others.stderr).toBe(
      `rxdns: ${two} has other columns (name,y) than the file before it (name,x): use --json\n`,
    );
    expect(read(others.stdout).map(({ input }) => input)).toStrictEqual(['a.example', 'a.example']);
    const same = await fixture.ask(`-q --csv -f ${one} -f ${one}`);
    expect(read(same.stdout).length).toBe(4);
  });
});
