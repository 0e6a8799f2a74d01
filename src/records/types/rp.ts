import type { RecordCodec, RecordText } from '../codec.js';
import { absoluteName } from '../field-text.js';
import type { RecordHead } from '../record-head.js';

/** The person responsible for a name (RFC 1183 section 2.2). */
export interface RpRecord extends RecordHead<'RP'> {
  /** The mailbox, its `@` as a dot; `.` where there is none. */
  readonly mailbox: string;
  /** The owner of TXT records that say more; `.` where there are none. */
  readonly txtDomain: string;
}

/** The wire form. */
export const rp: RecordCodec<RpRecord> = {
  type: 'RP',
  read(reader, head) {
    return Object.assign(head, { mailbox: reader.name(), txtDomain: reader.name() });
  },
  write(writer, { mailbox, txtDomain }) {
    writer.plainName(mailbox);
    writer.plainName(txtDomain);
  },
};

/** The presentation form. */
export const rpText: RecordText<RpRecord> = {
  type: 'RP',
  format({ mailbox, txtDomain }) {
    return `${absoluteName(mailbox)} ${absoluteName(txtDomain)}`;
  },
  parse(fields, head) {
    return { ...head, mailbox: fields.name(), txtDomain: fields.name() };
  },
};
