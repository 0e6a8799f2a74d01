/** The ports of services, by protocol. */
export interface ServicesLookup {
  /** The port of a service; undefined for one that is unknown. */
  port(name: string, protocol?: string): number | undefined;
  /** The name of the service on a port; undefined for one that is unknown. */
  name(port: number, protocol?: string): string | undefined;
}

/** A port as a number or in decimal digits, 0 to 65,535; undefined for everything else. */
export function parsePort(port: string | number): number | undefined {
  const number = typeof port === 'string' && /^\d{1,5}$/.test(port) ? Number(port) : port;
  const inRange = typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 0xffff;
  return inRange ? number : undefined;
}
