import type { ARecord } from './types/a.js';
import type { AaaaRecord } from './types/aaaa.js';
import type { AfsdbRecord } from './types/afsdb.js';
import type { AplRecord } from './types/apl.js';
import type { CaaRecord } from './types/caa.js';
import type { CdnskeyRecord } from './types/cdnskey.js';
import type { CdsRecord } from './types/cds.js';
import type { CertRecord } from './types/cert.js';
import type { CnameRecord } from './types/cname.js';
import type { DnameRecord } from './types/dname.js';
import type { DnskeyRecord } from './types/dnskey.js';
import type { DsRecord } from './types/ds.js';
import type { Eui48Record } from './types/eui48.js';
import type { Eui64Record } from './types/eui64.js';
import type { HinfoRecord } from './types/hinfo.js';
import type { HttpsRecord } from './types/https.js';
import type { LocRecord } from './types/loc.js';
import type { MxRecord } from './types/mx.js';
import type { NaptrRecord } from './types/naptr.js';
import type { NsRecord } from './types/ns.js';
import type { NsecRecord } from './types/nsec.js';
import type { Nsec3Record } from './types/nsec3.js';
import type { Nsec3paramRecord } from './types/nsec3param.js';
import type { OpenpgpkeyRecord } from './types/openpgpkey.js';
import type { PtrRecord } from './types/ptr.js';
import type { RpRecord } from './types/rp.js';
import type { RrsigRecord } from './types/rrsig.js';
import type { SmimeaRecord } from './types/smimea.js';
import type { SoaRecord } from './types/soa.js';
import type { SrvRecord } from './types/srv.js';
import type { SshfpRecord } from './types/sshfp.js';
import type { SvcbRecord } from './types/svcb.js';
import type { TlsaRecord } from './types/tlsa.js';
import type { TxtRecord } from './types/txt.js';
import type { UnknownRecord } from './types/unknown.js';
import type { UriRecord } from './types/uri.js';

/** The record that each type decodes to. */
export interface KnownRecordMap {
  A: ARecord;
  AAAA: AaaaRecord;
  AFSDB: AfsdbRecord;
  APL: AplRecord;
  CAA: CaaRecord;
  CDNSKEY: CdnskeyRecord;
  CDS: CdsRecord;
  CERT: CertRecord;
  CNAME: CnameRecord;
  DNAME: DnameRecord;
  DNSKEY: DnskeyRecord;
  DS: DsRecord;
  EUI48: Eui48Record;
  EUI64: Eui64Record;
  HINFO: HinfoRecord;
  HTTPS: HttpsRecord;
  LOC: LocRecord;
  MX: MxRecord;
  NAPTR: NaptrRecord;
  NS: NsRecord;
  NSEC: NsecRecord;
  NSEC3: Nsec3Record;
  NSEC3PARAM: Nsec3paramRecord;
  OPENPGPKEY: OpenpgpkeyRecord;
  PTR: PtrRecord;
  RP: RpRecord;
  RRSIG: RrsigRecord;
  SMIMEA: SmimeaRecord;
  SOA: SoaRecord;
  SRV: SrvRecord;
  SSHFP: SshfpRecord;
  SVCB: SvcbRecord;
  TLSA: TlsaRecord;
  TXT: TxtRecord;
  URI: UriRecord;
}

/** A record of any type. */
export type ResourceRecord = KnownRecordMap[keyof KnownRecordMap] | UnknownRecord;

/** What a question of each type is answered with: ANY with all of them, `TYPEnnn` with octets. */
export interface RecordMap extends KnownRecordMap {
  ANY: ResourceRecord;
  [type: `TYPE${number}`]: UnknownRecord;
}

/** A type one can ask for. */
export type RecordType = keyof RecordMap;

/** A record of any type in which some of what every record has may be left out. */
export type IncompleteRecord<
  Optional extends 'name' | 'class' | 'ttl',
  R extends ResourceRecord = ResourceRecord,
> = R extends ResourceRecord ? Omit<R, Optional> & Partial<Pick<R, Optional>> : never;
