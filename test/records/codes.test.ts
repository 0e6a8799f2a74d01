import { expect, it } from 'vitest';
import {
  classCode,
  className,
  opcodeName,
  rcodeName,
  typeCode,
  typeName,
  types,
} from '../../src/records/codes.js';

const numbers = Array.from({ length: 0x10000 }, (_, number) => number);

it('every number has one name, and the name that number', () => {
  for (const _round of ['made', 'kept']) {
    expect(numbers.every((number) => typeCode(typeName(number)) === number)).toBe(true);
    expect(numbers.every((number) => classCode(className(number)) === number)).toBe(true);
  }
});

it.each([
  [1, 'A', 'IN', 'IQUERY', 'FORMERR'],
  [5, 'CNAME', 'CLASS5', 'UPDATE', 'REFUSED'],
  [15, 'MX', 'CLASS15', 'OPCODE15', 'RCODE15'],
])('%i is named', (number, type, dnsClass, opcode, rcode) => {
  expect([typeName(number), className(number), opcodeName(number), rcodeName(number)]).toStrictEqual([
    type,
    dnsClass,
    opcode,
    rcode,
  ]);
});

it('numbers on both sides of the last type with a name are told apart', () => {
  const last = Math.max(...Object.values(types));
  const around = [last - 1, last, last + 1, last + 2, last + 3, 0xffff];
  expect(around.map(typeName)).toStrictEqual(['URI', 'CAA', 'TYPE258', 'TYPE259', 'TYPE260', 'TYPE65535']);
});
