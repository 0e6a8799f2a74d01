/** The key of the hash: who chooses names must not be able to choose which of them collide. */
const key = crypto.getRandomValues(new Int32Array(2));

/** What a question is found by, in place of a string put together for each query. */
export interface QuestionKey {
  /** Begins with the question in wire form. */
  readonly octets: Uint8Array;
  /** Octets of the question. */
  readonly length: number;
  /** The bits that change an answer: RD, CD and DO. */
  readonly bits: number;
  /** Equal for equal questions and bits, whatever the case of letters. */
  readonly hash: number;
  /** As {@link QuestionKey.hash}, whatever the type. */
  readonly nameHash: number;
}

/** Makes the key of a question in wire form. */
export function questionKey(octets: Uint8Array, bits: number): QuestionKey {
  const { length } = octets;
  const nameHash = mix(hashName(octets, length - 4), (uint16At(octets, length - 2) << 3) | bits);
  return { octets, length, bits, hash: mix(nameHash, uint16At(octets, length - 4)), nameHash };
}

/** Tells whether two questions are the same, with their bits and without the case of letters (RFC 4343). */
export function sameQuestion(left: QuestionKey, right: QuestionKey): boolean {
  const typeAt = left.length - 4;
  return sameName(left, right) && uint16At(left.octets, typeAt) === uint16At(right.octets, typeAt);
}

/** As {@link sameQuestion}, whatever the types. */
export function sameName({ octets, length, bits }: QuestionKey, other: QuestionKey): boolean {
  if (bits !== other.bits || length !== other.length) return false;
  for (let at = 0; at < length - 4; at += 1) {
    const left = octets[at] ?? 0;
    const right = other.octets[at] ?? 0;
    if (left !== right && lowerCase(left) !== lowerCase(right)) return false;
  }
  return uint16At(octets, length - 2) === uint16At(other.octets, length - 2);
}

/** HalfSipHash-1-3 (Aumasson and Bernstein) of a name in wire form, its letters in lower case. */
function hashName(octets: Uint8Array, end: number): number {
  const [k0 = 0, k1 = 0] = key;
  let v0 = k0;
  let v1 = k1;
  let v2 = 0x6c796765 ^ k0;
  let v3 = 0x74656463 ^ k1;
  // Words of four octets, what is left over, then three rounds that only stir.
  const words = (end >> 2) + 1;
  for (let word = 0; word < words + 3; word += 1) {
    let octetsOfWord = 0;
    if (word < words) {
      const start = word << 2;
      const stop = Math.min(end, start + 4);
      for (let at = start; at < stop; at += 1) {
        octetsOfWord = (octetsOfWord << 8) | lowerCase(octets[at] ?? 0);
      }
      if (word === words - 1) octetsOfWord = (octetsOfWord & 0xff_ffff) | (end << 24);
    } else if (word === words) v2 ^= 0xff;
    v3 ^= octetsOfWord;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= octetsOfWord;
  }
  return v1 ^ v3;
}

function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
}

function uint16At(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
}

/** Length octets are below every letter. */
function lowerCase(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet;
}
