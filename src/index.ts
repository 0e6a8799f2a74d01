export type { ResolverConfiguration } from './configuration.js';
export {
  DnsError,
  type DnsErrorCode,
  type DnsErrorDetails,
  errorCodes,
  isDnsError,
} from './errors.js';
export { reverseName } from './hosts/reverse-name.js';
export type { LookupAddress, LookupCallback, LookupOptions } from './lookup.js';
export type { DropReason } from './observables/accept.js';
export type { AddressHints, AddrInfo, SocketAddress, SocketType } from './observables/address-info.js';
export type { AddressEvent } from './observables/addresses.js';
export type { Agreement, AgreePace, ServerAgreement } from './observables/agree.js';
export type { CanonicalName } from './observables/answer.js';
export type { OutcomeSource, QueryInput, QueryOutcome } from './observables/batch.js';
export { Cache, type CacheOptions } from './observables/cache.js';
export type { CacheEntry, CacheSnapshotEntry } from './observables/cache-entry.js';
export type { ServerFailure } from './observables/counters.js';
export type { DefiniteStatus } from './observables/definite.js';
export type { Attempt, CacheMode, DnsResponse, LocalAddress, Strategy } from './observables/exchange.js';
export type { Family, HostAddress } from './observables/host-answer.js';
export type { HostEntry, Lookups } from './observables/host-sources.js';
export type { NameFlags, NameInfo, NameInfoInput } from './observables/name-info.js';
export type { Outcome } from './observables/outcome.js';
export { type QueryEach, type QueryEachOptions, queryEach } from './observables/query-each.js';
export type { Random } from './observables/random.js';
export type { AttemptEvent, QueryEvent, ResolverEvent, SocketEvent } from './observables/resolver-event.js';
export type { StaleOptions } from './observables/stale.js';
export type { ResolverStats, ServerStats } from './observables/stats.js';
export type { Wanted } from './observables/wanted.js';
export type { RecordSetChange, WatchPace } from './observables/watch.js';
export type {
  AgreeOptions,
  HostOptions,
  QueryOptions,
  ResolverOptions,
  SharedOptions,
  WatchOptions,
} from './options.js';
export type { Rdata } from './records/codec.js';
export {
  classes,
  type DnsClass,
  type KnownType,
  type Opcode,
  opcodes,
  type Rcode,
  rcodes,
  type TypeName,
  types,
} from './records/codes.js';
export {
  type Edns,
  type EdnsOption,
  type ExtendedError,
  ednsOptions,
  extendedErrors,
} from './records/edns.js';
export { decodeMessage, encodeMessage, type Flags, type Message, type Question } from './records/message.js';
export { formatName, isHostname, parseName } from './records/name.js';
export { fromPacket, toPacket } from './records/packet.js';
export type {
  CaaTag,
  DnsPacket,
  PacketData,
  PacketDataType,
  PacketLike,
  PacketOctetsType,
  PacketOpt,
  PacketOptionCode,
  PacketOwner,
  PacketQuestion,
  PacketQuestionLike,
  PacketRecord,
  PacketRecordLike,
} from './records/packet-shape.js';
export type { PacketClass } from './records/packet-types.js';
export { formatRdata, formatRecord, parseRdata } from './records/presentation.js';
export type { RecordHead } from './records/record-head.js';
export type {
  IncompleteRecord,
  KnownRecordMap,
  RecordMap,
  RecordType,
  ResourceRecord,
} from './records/record-map.js';
export type { ARecord } from './records/types/a.js';
export type { AaaaRecord } from './records/types/aaaa.js';
export type { AfsdbRecord } from './records/types/afsdb.js';
export type { AddressPrefix, AplRecord } from './records/types/apl.js';
export type { CaaRecord } from './records/types/caa.js';
export type { CdnskeyRecord } from './records/types/cdnskey.js';
export type { CdsRecord } from './records/types/cds.js';
export type { CertRecord } from './records/types/cert.js';
export type { CertificateAssociation } from './records/types/certificate-association.js';
export type { CnameRecord } from './records/types/cname.js';
export type { DelegationDigest } from './records/types/delegation-digest.js';
export type { DnameRecord } from './records/types/dname.js';
export type { DnskeyRecord } from './records/types/dnskey.js';
export type { DsRecord } from './records/types/ds.js';
export type { Eui48Record } from './records/types/eui48.js';
export type { Eui64Record } from './records/types/eui64.js';
export type { HardwareAddress } from './records/types/hardware-address.js';
export type { HashParameters } from './records/types/hash-parameters.js';
export type { HinfoRecord } from './records/types/hinfo.js';
export type { HttpsRecord } from './records/types/https.js';
export type { LocRecord } from './records/types/loc.js';
export type { Location } from './records/types/location.js';
export type { MxRecord } from './records/types/mx.js';
export type { NaptrRecord } from './records/types/naptr.js';
export type { NsRecord } from './records/types/ns.js';
export type { NsecRecord } from './records/types/nsec.js';
export type { Nsec3Record } from './records/types/nsec3.js';
export type { Nsec3paramRecord } from './records/types/nsec3param.js';
export type { OpenpgpkeyRecord } from './records/types/openpgpkey.js';
export type { PtrRecord } from './records/types/ptr.js';
export type { RpRecord } from './records/types/rp.js';
export type { RrsigRecord } from './records/types/rrsig.js';
export type { ServiceBinding } from './records/types/service-binding.js';
export type { SmimeaRecord } from './records/types/smimea.js';
export type { SoaRecord } from './records/types/soa.js';
export type { SrvRecord } from './records/types/srv.js';
export type { SshfpRecord } from './records/types/sshfp.js';
export type { SvcParams } from './records/types/svc-params.js';
export type { SvcbRecord } from './records/types/svcb.js';
export type { Target } from './records/types/target.js';
export type { TlsaRecord } from './records/types/tlsa.js';
export type { TxtRecord } from './records/types/txt.js';
export type { UnknownRecord } from './records/types/unknown.js';
export type { UriRecord } from './records/types/uri.js';
export type { ZoneKey } from './records/types/zone-key.js';
export { WireError, type WireErrorCode } from './records/wire-error.js';
export { Resolver } from './resolver.js';
export type { Connect, Connection, Endpoint, SendFailure, Transport } from './socket/connect.js';
export { HttpError } from './socket/http.js';
export type { HttpsOptions, TlsOptions } from './socket/secure-options.js';
export { ResolverStreams } from './streams.js';
export { WatchStreams } from './watch-streams.js';
