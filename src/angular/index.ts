export { type DnsFeature, type DohOptions, withDoh, withOptions, withServers } from './features.js';
export { injectDns, provideDns } from './provide-dns.js';
export { provideDnsTesting } from './provide-dns-testing.js';
