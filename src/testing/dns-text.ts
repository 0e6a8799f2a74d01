import type { Question } from '../records/message.js';
import { formatRecord } from '../records/presentation.js';
import type { ResourceRecord } from '../records/record-map.js';

/** A record or a question as a zone file writes it, `undefined` for everything else. */
export function dnsText(value: object): string | undefined {
  if (!isQuestion(value)) return undefined;
  if (!isRecord(value)) return `${value.name} ${value.class} ${value.type}`;
  try {
    return formatRecord(value);
  } catch {
    // Something that only looks like a record is shown by its properties alone.
    return undefined;
  }
}

function isQuestion(value: object): value is Question {
  return ['name', 'type', 'class'].every((key) => typeof Reflect.get(value, key) === 'string');
}

function isRecord(value: Question): value is ResourceRecord {
  return 'ttl' in value && typeof value.ttl === 'number';
}
