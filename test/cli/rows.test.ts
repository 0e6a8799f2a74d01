import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CommandError } from '../../src/cli/command-error.js';
import { type Row, readCsv, readNdjson } from '../../src/cli/rows.js';

/** A text in chunks of so many octets. */
function chunks(text: string, length: number): Readable {
  const octets = Buffer.from(text);
  const count = Math.ceil(octets.length / length);
  return Readable.from(
    Array.from({ length: count }, (_, at) => octets.subarray(at * length, (at + 1) * length)),
    { objectMode: false },
  );
}

async function collect(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const collected: Row[] = [];
  for await (const row of rows) collected.push(row);
  return collected;
}

function csv(text: string, column?: string, length = 65_536): Promise<readonly Row[]> {
  return collect(readCsv(chunks(text, length), column, 'list.csv'));
}

function ndjson(text: string, column?: string): Promise<readonly Row[]> {
  return collect(readNdjson(chunks(text, 65_536), column));
}

describe('readCsv', () => {
  it.each([1, 7, 65_536])(
    'takes quotes, CRLF, a byte order mark and Unicode, %i octets at a time',
    async (length) => {
      const text =
        '\ufeffid,domain,note\r\n1,a.example,"one, ""two""\r\nthree"\r\n2, bücher.example ,ä\r\n\r\n';
      const rows = await csv(text, undefined, length);
      expect(rows.map(({ name, json }) => [name, json])).toStrictEqual([
        ['a.example', '{"id":"1","domain":"a.example","note":"one, \\"two\\"\\r\\nthree"}'],
        ['bücher.example', '{"id":"2","domain":" bücher.example ","note":"ä"}'],
      ]);
    },
  );

  it('finds the column that is named, whatever its letter case, or a usual one', async () => {
    const text = 'host,Name,Owner\nx.example,y.example,z.example\n';
    const names = async (column?: string) => (await csv(text, column)).map(({ name }) => name);
    expect(await names()).toStrictEqual(['y.example']);
    expect(await names('host')).toStrictEqual(['x.example']);
    expect(await names('owner')).toStrictEqual(['z.example']);
  });

  it('counts columns where there is no header', async () => {
    const titles = ['1', '2'];
    expect(await csv('1,a.example\n2,b.example\n', '2')).toStrictEqual([
      {
        name: 'a.example',
        text: 'a.example',
        json: '["1","a.example"]',
        size: 12,
        cells: ['1', 'a.example'],
        titles,
      },
      {
        name: 'b.example',
        text: 'b.example',
        json: '["2","b.example"]',
        size: 12,
        cells: ['2', 'b.example'],
        titles,
      },
    ]);
  });

  it('keeps rows that are too short or too long, and loses none without a name', async () => {
    const rows = await csv('2,name,1\n"",,x\nq\np,a.example,b,c\n');
    const fault = 'has no name in column "name"';
    expect(rows.map(({ name, json, fault }) => [name, json, fault])).toStrictEqual([
      [undefined, '{"2":"","name":"","1":"x"}', fault],
      [undefined, '{"2":"q"}', fault],
      ['a.example', '{"2":"p","name":"a.example","1":"b","4":"c"}', undefined],
    ]);
  });

  it('says which columns there are', async () => {
    await expect(csv('id,site\n1,a.example\n', 'domain')).rejects.toStrictEqual(
      new CommandError(64, 'list.csv has no column "domain": choose one with --column from "id", "site"'),
    );
  });

  it('says where it is not CSV, and bounds the memory for a quote that does not end', async () => {
    await expect(csv('name\na.example\nb"c\n')).rejects.toThrow(/line 3/);
    await expect(csv(`name\n"${'x'.repeat(1_100_000)}`)).rejects.toThrow(/Max Record Size/);
  });

  it('ends when its source does, with the error of it', async () => {
    const source = new Readable({ read: () => undefined });
    const rows = readCsv(source, undefined, 'list.csv');
    source.push('name\na.example\nb.example\n');
    expect(await rows.next()).toMatchObject({ value: { name: 'a.example' } });
    const next = rows.next();
    source.destroy(new Error('gone'));
    await expect(next).rejects.toThrow('gone');
  });
});

describe('readNdjson', () => {
  it('takes objects, with a number as it is written, and names alone', async () => {
    const text = '{"id":12345678901234567890, "domain":" a.example "}\r\n\n"b.example"\n';
    expect(await ndjson(text)).toStrictEqual([
      {
        name: 'a.example',
        text: 'a.example',
        json: '{"id":12345678901234567890, "domain":" a.example "}',
        size: 53,
      },
      { name: 'b.example', text: 'b.example', size: 12 },
    ]);
  });

  it('takes the column that is named, and own properties only', async () => {
    const rows = await ndjson('{"name":"x","site":"a.example"}\n{"__proto__":"b.example"}\n', 'site');
    expect(rows.map(({ name, fault }) => name ?? fault)).toStrictEqual([
      'a.example',
      'has no name in column "site"',
    ]);
    expect(await ndjson('{}', 'constructor')).toMatchObject([
      { fault: 'has no name in column "constructor"' },
    ]);
  });

  it('loses no line that is something else', async () => {
    const rows = await ndjson(`{"name":\n[1]\nnull\n7\n{"name":7}\n"${'x'.repeat(1_100_000)}"\n`);
    expect(rows.map(({ fault }) => fault)).toStrictEqual([
      'is not JSON',
      'is no JSON object',
      'is no JSON object',
      'is no JSON object',
      'has no name in column "name"',
      'is longer than 1048576 octets',
    ]);
  });
});
