import type { ResolverOptions } from './options.js';
import type { TlsOptions } from './socket/secure-options.js';

/** How encrypted servers are asked: what the options came to. */
export interface SecureSettings {
  readonly tls: TlsOptions;
  readonly method: 'GET' | 'POST';
}

/** The settings of encrypted transports, checked. Throws `RangeError` with the option's name. */
export function secureSettings({ tls = {}, https = {}, fetch }: ResolverOptions): SecureSettings {
  const { pins, profile = 'strict' } = tls;
  checkChoice('tls.profile', profile, ['strict', 'opportunistic']);
  for (const pin of pins ?? []) {
    // 32 octets in base64.
    if (!/^sha256\/[A-Za-z0-9+/]{43}=$/.test(pin))
      throw new RangeError(
        `tls.pins has ${JSON.stringify(pin)}; each has to be sha256/ and 44 characters of base64`,
      );
  }
  if (pins?.length === 0) throw new RangeError('tls.pins is empty; no server could have one of them');
  if (pins !== undefined && profile === 'opportunistic')
    throw new RangeError("tls.profile is 'opportunistic'; tls.pins are for 'strict'");
  // Requests that are simple need no preflight, and only GET is cached.
  const { method = fetch === undefined ? 'POST' : 'GET' } = https;
  checkChoice('https.method', method, ['GET', 'POST']);
  return { tls, method };
}

function checkChoice(option: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const list = choices.map((choice) => `'${choice}'`).join(' or ');
  throw new RangeError(`${option} is ${JSON.stringify(value)}; it has to be ${list}`);
}
