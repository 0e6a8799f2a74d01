import type { TypeName } from '../../src/records/codes.js';
import type { ResourceRecord } from '../../src/records/record-map.js';
import { expectedAddresses, expectedNames, expectedOddNames } from './expected-names.js';
import { expectedPlaces } from './expected-places.js';
import { expectedSecurity } from './expected-security.js';
import { expectedServices } from './expected-services.js';
import { expectedText } from './expected-text.js';

/** A question to every-type.zone, and the records that answer it, in the order in which knot sends them. */
export interface ExpectedAnswer {
  readonly name: string;
  readonly type: TypeName;
  readonly records: readonly ResourceRecord[];
}

/** Every record that is expected from every-type.zone, by question. */
export const expectedAnswers: readonly ExpectedAnswer[] = groupByQuestion([
  ...expectedAddresses,
  ...expectedNames,
  ...expectedOddNames,
  ...expectedText,
  ...expectedPlaces,
  ...expectedServices,
  ...expectedSecurity,
]);

function groupByQuestion(records: readonly ResourceRecord[]): readonly ExpectedAnswer[] {
  const answers = new Map<string, { name: string; type: TypeName; records: ResourceRecord[] }>();
  for (const record of records) {
    const { name, type } = record;
    const answer = answers.get(`${name} ${type}`) ?? { name, type, records: [] };
    answer.records.push(record);
    answers.set(`${name} ${type}`, answer);
  }
  return [...answers.values()];
}
