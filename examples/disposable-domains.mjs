// Writes the domains of disposable-email-domains to a file, one on each line, for the rxdns command to read.
// Run: node examples/disposable-domains.mjs names.txt
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const file = process.argv[2] ?? '.cache/names.txt';
/** @type {readonly string[]} */
const domains = createRequire(import.meta.url)('disposable-email-domains');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${domains.join('\n')}\n`);
console.error(`${domains.length.toLocaleString('en')} domains in ${file}`);
