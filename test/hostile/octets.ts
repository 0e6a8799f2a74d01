/** What a good reply is made into before it is sent; it gets the query, too. */
export type Mutation = (good: Uint8Array, query: Uint8Array) => Uint8Array;

/** Octets written down by hand. */
export type Octets = readonly number[];

/** The three sections behind the question, as records in octets. */
export interface Sections {
  readonly answers?: readonly Octets[];
  readonly authorities?: readonly Octets[];
  readonly additionals?: readonly Octets[];
}

/** The address in every forged record: 198.51.100.66. */
export const forgedAddress: Octets = [198, 51, 100, 66];

/** A record in octets; whatever is not given is that of a well-formed A record of the name asked for. */
export interface RecordOctets {
  readonly owner?: Octets;
  readonly type?: number;
  readonly class?: number;
  readonly ttl?: number;
  /** RDLENGTH, where it is to be another than the length of `rdata`. */
  readonly length?: number;
  readonly rdata?: Octets;
}

/** Octets of a header (RFC 1035 section 4.1.1). */
export const headerLength = 12;

/** A pointer to the name of the question, which stands behind the header. */
export const questionName: Octets = [0xc0, headerLength];

/** Makes the mutation of a reply that has the forged address, so that taking it for the answer shows. */
export function lying(mutation: Mutation): Mutation {
  return (good, query) => {
    const lie = Buffer.from(good);
    const at = lie.indexOf(Uint8Array.of(192, 0, 2, 1));
    if (at >= 0) lie.set(forgedAddress, at);
    return mutation(lie, query);
  };
}

/** Puts a 16-bit number at a place. */
export function setting16(at: number, value: (old: number) => number): Mutation {
  return (good) => {
    const copy = new Uint8Array(good);
    const view = new DataView(copy.buffer);
    view.setUint16(at, value(view.getUint16(at)));
    return copy;
  };
}

/** Sets the four counts of the header and leaves the rest as it is. */
export function settingCounts(...counts: readonly [number, number, number, number]): Mutation {
  return (good) => {
    const copy = new Uint8Array(good);
    const view = new DataView(copy.buffer);
    for (const [index, count] of counts.entries()) view.setUint16(4 + 2 * index, count);
    return copy;
  };
}

/** The first octets of the good reply, or all but the last ones where `length` is negative. */
export function cutTo(length: number): Mutation {
  return (good) => good.slice(0, length);
}

/** The good reply with another question: a name, a type and a class in octets. */
export function asking(question: Octets): Mutation {
  return (good) =>
    Uint8Array.from([...good.subarray(0, headerLength), ...question, ...good.subarray(questionEnd(good))]);
}

/** Changes the octets of the question and leaves the rest as it is. */
export function changingQuestion(change: (question: Uint8Array) => Octets): Mutation {
  return (good) => asking(change(good.slice(headerLength, questionEnd(good))))(good, good);
}

/** Header and question of the good reply, then these records in place of its own. */
export function carrying({ answers = [], authorities = [], additionals = [] }: Sections): Mutation {
  return (good, query) => {
    const counted = settingCounts(1, answers.length, authorities.length, additionals.length)(good, query);
    const records = [answers, authorities, additionals].flat(2);
    return Uint8Array.from([...counted.subarray(0, questionEnd(good)), ...records]);
  };
}

/** A record in octets. */
export function record({
  owner = questionName,
  type = 1,
  class: ofClass = 1,
  ttl = 60,
  rdata = forgedAddress,
  length = rdata.length,
}: RecordOctets = {}): Octets {
  const ttlOctets = [ttl >>> 24, ttl >>> 16, ttl >>> 8, ttl].map((part) => part & 0xff);
  return [...owner, ...uint16(type), ...uint16(ofClass), ...ttlOctets, ...uint16(length), ...rdata];
}

/** An OPT record; `length` is its RDLENGTH, where that is to be wrong. */
export function opt({ owner = [0], options = [], length = options.length }: OptOctets = {}): Octets {
  return record({ owner, type: 41, class: 1232, ttl: 0, length, rdata: options });
}

/** What can be said of an {@link opt}. */
export interface OptOctets {
  readonly owner?: Octets;
  readonly options?: Octets;
  readonly length?: number;
}

/** A name in octets: labels of any octets, each behind its length. */
export function name(...labels: readonly (string | Octets)[]): Octets {
  const octets = labels.map((label) => (typeof label === 'string' ? [...Buffer.from(label)] : label));
  return [...octets.flatMap((label) => [label.length, ...label]), 0];
}

/** A 16-bit number as it is sent. */
export function uint16(value: number): Octets {
  return [(value >> 8) & 0xff, value & 0xff];
}

/** The same octet many times. */
export function repeat(octet: number, times: number): Octets {
  return Array.from({ length: times }, () => octet);
}

/** Where the question ends whose name is written in full. */
export function questionEnd(message: Uint8Array): number {
  let at = headerLength;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) at += 1 + length;
  return at + 5;
}
