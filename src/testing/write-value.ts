import { dnsText } from './dns-text.js';

/**
 * Writes values so that two of them read the same exactly when they are strictly equal.
 *
 * Strictly equal means: of the same class (the class itself, not its name), with the same own enumerable
 * properties (one that is `undefined` is still there), and for errors also with the same `message`, `cause`
 * and `errors`; `stack` never counts. Octets, Map, Set, Date, RegExp and URL count by content, -0 is not 0,
 * a hole is not `undefined`. Functions, symbols, promises and weak collections count by identity. What a
 * class of its own keeps in private fields cannot be seen. Records and questions are also shown as text.
 *
 * One writer serves both sides of a comparison: it numbers what is alike in name only.
 */
export class ValueWriter {
  readonly #identities = new Map<string, object[]>();
  readonly #symbols = new Map<string, symbol[]>();
  readonly #ancestors: object[] = [];

  /** The text of a value, over several lines where it has parts. */
  write(value: unknown): string {
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'symbol') return tellApart(this.#symbols, String(value), value);
    if (typeof value === 'function') return this.#identify(`function ${value.name}`, value);
    if (typeof value === 'object' && value !== null) return this.#writeObject(value);
    return Object.is(value, -0) ? '-0' : String(value);
  }

  #writeObject(value: object): string {
    const depth = this.#ancestors.indexOf(value);
    if (depth >= 0) return `[the object ${this.#ancestors.length - depth} levels up]`;
    const name = this.#className(value);
    if (isOpaque(value)) return this.#identify(name, value);
    this.#ancestors.push(value);
    const content = writeContent(value);
    const parts = [...this.#writeElements(value), ...this.#writeProperties(value)];
    this.#ancestors.pop();
    const head = [name, content].filter((text) => text !== '').join(' ');
    if (parts.length === 0 && content !== '') return head;
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
    const text = dnsText(value);
    const comment = text === undefined ? '' : ` // ${text}`;
    const body = parts.length === 0 ? '' : `${comment}\n${indent(parts.join(',\n'))}\n`;
    return `${head === '' ? '' : `${head} `}${open}${body}${close}`;
  }

  /** Empty for plain objects and arrays, which show what they are by their brackets. */
  #className(value: object): string {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype && !Array.isArray(value)) return '';
    if (prototype === Array.prototype && Array.isArray(value)) return '';
    if (typeof prototype !== 'object' || prototype === null) return '[no prototype]';
    const named: unknown = Reflect.get(prototype, 'constructor');
    return this.#identify(
      typeof named === 'function' && named.name !== '' ? named.name : 'anonymous',
      prototype,
    );
  }

  #writeElements(value: object): readonly string[] {
    if (Array.isArray(value)) {
      return Array.from(value, (element: unknown, index) =>
        index in value ? this.write(element) : '[hole]',
      );
    }
    // The order of a Map or Set does not count.
    if (value instanceof Set) return Array.from(value, (element: unknown) => this.write(element)).sort();
    if (value instanceof Map) {
      return Array.from(
        value,
        ([key, entry]: [unknown, unknown]) => `${this.write(key)} => ${this.write(entry)}`,
      ).sort();
    }
    return [];
  }

  #writeProperties(value: object): readonly string[] {
    const keys = Reflect.ownKeys(value).filter((key) => counts(value, key));
    return keys.map((key) => `${this.#writeKey(key)}: ${this.write(Reflect.get(value, key))}`).sort();
  }

  #writeKey(key: string | symbol): string {
    if (typeof key === 'symbol') return `[${this.write(key)}]`;
    return /^[\w$]+$/.test(key) ? key : JSON.stringify(key);
  }

  #identify(name: string, what: object): string {
    return tellApart(this.#identities, name, what);
  }
}

/** The first of a name stays as it is, the second is `name#2`. */
function tellApart<T>(known: Map<string, T[]>, name: string, what: T): string {
  const namesakes = known.get(name) ?? [];
  if (!namesakes.includes(what)) known.set(name, [...namesakes, what]);
  const index = known.get(name)?.indexOf(what) ?? 0;
  return index === 0 ? name : `${name}#${index + 1}`;
}

function counts(value: object, key: string | symbol): boolean {
  if (isError(value)) {
    // RxJS makes `stack` enumerable; engines add properties of their own that are not, such as `line`.
    if (key === 'stack') return false;
    if (key === 'name' || key === 'message' || key === 'cause' || key === 'errors') return true;
  }
  if ((Array.isArray(value) || ArrayBuffer.isView(value)) && typeof key === 'string' && /^\d+$/.test(key))
    return false;
  return Object.prototype.propertyIsEnumerable.call(value, key);
}

/** By tag as well: under Jest the errors of Node come from another realm. */
function isError(value: object): boolean {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

function isOpaque(value: object): boolean {
  return (
    value instanceof Promise ||
    value instanceof WeakMap ||
    value instanceof WeakSet ||
    value instanceof WeakRef
  );
}

/** What an object holds besides elements and properties. */
function writeContent(value: object): string {
  if (ArrayBuffer.isView(value))
    return writeOctets(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (value instanceof ArrayBuffer) return writeOctets(new Uint8Array(value));
  if (value instanceof Date) return String(value.getTime());
  if (value instanceof RegExp || value instanceof URL) return String(value);
  if (value instanceof Number || value instanceof Boolean) return String(value);
  return '';
}

function writeOctets(octets: Uint8Array): string {
  const digits = Array.from(octets, (octet) => octet.toString(16).padStart(2, '0'));
  return `(${octets.length} octets) ${digits.join(' ')}`.trimEnd();
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
