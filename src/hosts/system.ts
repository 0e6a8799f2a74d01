import { getServers } from 'node:dns';

/** The name servers that this machine is configured with, as server strings. */
export function systemServers(): readonly string[] {
  return getServers();
}
