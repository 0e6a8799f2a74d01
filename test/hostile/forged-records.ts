import type { Forgery } from './forgery.js';
import { carrying, cutTo, name, type Octets, opt, questionName, record, repeat, uint16 } from './octets.js';

/** Replies to the right question that are malformed behind it. */
export const forgedRecords: readonly Forgery[] = [
  { what: 'the last octet missing', message: cutTo(-1) },
  { what: 'a record that ends in its owner', message: answering([3, 0x77]) },
  { what: 'a record that ends behind its type', message: answering([...questionName, 0, 1]) },
  { what: 'a record that ends in its TTL', message: answering(record().slice(0, 8)) },
  { what: 'a record without RDLENGTH', message: answering(record().slice(0, 10)) },
  { what: 'a record without its RDATA', message: answering(record().slice(0, 12)) },
  { what: 'RDLENGTH 65,535', message: answering(record({ length: 0xffff })) },
  { what: 'an A record of 0 octets', message: answering(record({ rdata: [] })) },
  { what: 'an A record of 3 octets', message: answering(record({ rdata: [192, 0, 2] })) },
  { what: 'an A record of 5 octets', message: answering(record({ rdata: [192, 0, 2, 1, 1] })) },
  { what: 'an AAAA record of 4 octets', message: answering(record({ type: 28 })) },
  { what: 'an owner that points to itself', message: pointingToItself() },
  { what: 'an owner that points forward', message: answering(record({ owner: [0xc0, 0xff] }), record()) },
  { what: 'an owner that points behind the end', message: answering(record({ owner: [0xff, 0xff] })) },
  { what: 'an owner of half a pointer', message: answering(record(), [0xc0]) },
  { what: 'an owner that points into the header', message: answering(record({ owner: [0xc0, 2] })) },
  {
    what: 'an owner with label type 01',
    message: answering(record({ owner: [0x40, ...repeat(0x61, 64), 0] })),
  },
  { what: 'an owner with label type 10', message: answering(record({ owner: [0x81, 0x61, 0] })) },
  { what: 'an owner of 256 octets', message: answering(record({ owner: longName(62) })) },
  {
    what: 'an owner that is too long through a pointer',
    message: answering(record({ owner: pastTheLimit() })),
  },
  { what: 'a CNAME with octets behind its target', message: answering(record({ type: 5, rdata: [0, 0] })) },
  { what: 'a CNAME that ends in its target', message: answering(record({ type: 5, rdata: [3, 0x77] })) },
  {
    what: 'a CNAME that leaves its RDATA',
    message: answering(record({ type: 5, length: 2, rdata: name('www') })),
  },
  { what: 'an MX record of one octet', message: answering(record({ type: 15, rdata: [0] })) },
  { what: 'an MX record without an exchange', message: answering(record({ type: 15, rdata: [0, 10] })) },
  { what: 'a string that leaves its TXT record', message: answering(record({ type: 16, rdata: [5, 0x61] })) },
  { what: 'a TXT record without a string', message: answering(record({ type: 16, rdata: [] })) },
  { what: 'an SOA record that ends in its serial', message: claiming(record({ type: 6, rdata: [0, 0, 1] })) },
  {
    what: 'an SRV record that ends in its port',
    message: answering(record({ type: 33, rdata: [0, 0, 0, 0, 0] })),
  },
  { what: 'a CAA tag that leaves its RDATA', message: answering(record({ type: 257, rdata: [0, 9, 0x69] })) },
  { what: 'an NSEC bitmap of no octets', message: claiming(record({ type: 47, rdata: [0, 0, 0] })) },
  {
    what: 'NSEC windows that go back',
    message: claiming(record({ type: 47, rdata: [0, 1, 1, 64, 0, 1, 64] })),
  },
  { what: 'an RRSIG record of 17 octets', message: answering(record({ type: 46, rdata: repeat(0, 17) })) },
  {
    what: 'SvcParams that go back',
    message: answering(https([...param(3, [1, 187]), ...param(1, [2, 0x68, 0x32])])),
  },
  { what: 'a SvcParam twice', message: answering(https([...param(3, [1, 187]), ...param(3, [1, 187])])) },
  { what: 'a SvcParam that leaves its RDATA', message: answering(https([0, 3, 0, 9, 1])) },
  { what: 'two OPT records', message: carrying({ answers: [record()], additionals: [opt(), opt()] }) },
  { what: 'an OPT record with an owner', message: adding(opt({ owner: questionName })) },
  { what: 'an EDNS option that leaves OPT', message: adding(opt({ options: [0, 3, 0, 9, 0x61] })) },
  { what: 'an EDNS option of three octets', message: adding(opt({ options: [0, 3, 0] })) },
  { what: 'an OPT record that leaves the message', message: adding(opt({ length: 4 })) },
  {
    what: 'malformed behind a good answer',
    message: carrying({ answers: [record()], authorities: [[0xc0]] }),
  },
  { what: 'malformed in the last section', message: adding(record({ rdata: [1] })) },
  { what: '5,000 records announced, one there', message: carryingCount(5000) },
  { what: 'a chain of 200 pointers', message: pointerChain(200) },
];

function answering(...answers: readonly Octets[]): Forgery['message'] {
  return carrying({ answers });
}

function claiming(authority: Octets): Forgery['message'] {
  return carrying({ answers: [record()], authorities: [authority] });
}

function adding(additional: Octets): Forgery['message'] {
  return carrying({ answers: [record()], additionals: [additional] });
}

function carryingCount(count: number): Forgery['message'] {
  return carrying({ answers: [record(), ...Array.from({ length: count - 1 }, () => [])] });
}

function pointingToItself(): Forgery['message'] {
  return (good, query) => {
    const at = carrying({})(good, query).length;
    return answering(record({ owner: uint16(0xc000 | at) }))(good, query);
  };
}

/** Each pointer points to the one before it, in the RDATA of a type nobody knows; the last is an owner. */
function pointerChain(links: number): Forgery['message'] {
  return (good, query) => {
    const first = carrying({})(good, query).length + record({ rdata: [] }).length;
    const pointers = Array.from({ length: links }, (_, n) =>
      uint16(0xc000 | (n === 0 ? 12 : first + 2 * (n - 1))),
    );
    const last = first + 2 * (links - 1);
    const holder = record({ type: 65_280, rdata: pointers.flat() });
    return answering(holder, record({ owner: uint16(0xc000 | last) }))(good, query);
  };
}

/** Three labels of 63 octets and one more: a name of 255 octets where that one has 61. */
function longName(last: number): Octets {
  return name(repeat(0x61, 63), repeat(0x61, 63), repeat(0x61, 63), repeat(0x61, last));
}

/** Labels of 250 octets before a pointer to a name of the question that takes the rest, and more. */
function pastTheLimit(): Octets {
  return [...longName(57).slice(0, -1), ...questionName];
}

function https(params: Octets): Octets {
  return record({ type: 65, rdata: [0, 1, 0, ...params] });
}

function param(key: number, value: Octets): Octets {
  return [...uint16(key), ...uint16(value.length), ...value];
}
