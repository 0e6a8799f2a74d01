import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity, connect, type TLSSocket } from 'node:tls';
import { Observable } from 'rxjs';
import type { Endpoint } from './connect.js';
import type { TlsOptions } from './secure-options.js';

/** Opens a TLS connection to a server that proved who it is; `protocol` is what to speak over it (ALPN). */
export type OpenTls = (endpoint: Endpoint, protocol?: string) => Observable<TLSSocket>;

/** Servers whose sessions are kept, and sessions of each: over TLS 1.3 Node and most others offer two at a time. */
const maxServers = 256;
const maxSessions = 2;

/**
 * Opens TLS sockets (RFC 8310): subscribe to connect, unsubscribe to close; emits the socket after the handshake.
 *
 * Nothing is sent to a server that fails the test of its name, its chain or its key: that is an error with the
 * code of Node (`ERR_TLS_CERT_ALTNAME_INVALID`, `CERT_HAS_EXPIRED` ...), or `ERR_TLS_PIN`.
 */
export function tlsSockets(options: TlsOptions): OpenTls {
  const sessions = new Map<string, readonly Buffer[]>();
  return (endpoint, protocol) =>
    new Observable((subscriber) => {
      const proof = proofOf(endpoint, options);
      const key = `${endpoint.transport} ${endpoint.host ?? ''} ${endpoint.address} ${endpoint.port}`;
      // A ticket is for one use: twice the same one shows who listens that both are of one user (RFC 8446 appendix C.4).
      const [session, ...others] = sessions.get(key) ?? [];
      if (others.length === 0) sessions.delete(key);
      else sessions.set(key, others);
      const socket = connect({
        ...connectionOptions(endpoint, proof, options),
        ...(protocol !== undefined && { ALPNProtocols: [protocol] }),
        ...(session !== undefined && { session }),
      });
      subscriber.add(() => socket.destroy());
      socket.on('error', (error) => subscriber.error(error));
      keepSessions(socket, (ticket) => {
        if (sessions.size >= maxServers) sessions.clear();
        sessions.set(key, [ticket, ...(sessions.get(key) ?? [])].slice(0, maxSessions));
      });
      socket.on('secureConnect', () => {
        const fault = proof.pins === undefined ? undefined : pinFault(socket, proof.pins);
        if (fault === undefined) subscriber.next(socket);
        else subscriber.error(fault);
      });
    });
}

/**
 * Hands on the sessions that a server offers, but none before it proved who it is: over TLS 1.2 they come early, and
 * a server that resumes one is not asked for its proof again.
 */
function keepSessions(socket: TLSSocket, keep: (session: Buffer) => void): void {
  const early: Buffer[] = [];
  const hold = (session: Buffer) => early.push(session);
  socket.on('session', hold);
  socket.on('secureConnect', () => {
    // After those who check, which close the socket.
    queueMicrotask(() => {
      if (socket.destroyed) return;
      for (const session of early) keep(session);
      socket.off('session', hold).on('session', keep);
    });
  });
}

/** What a server has to show. */
interface Proof {
  /** A certificate that an authority signed, for its name. */
  readonly certificate: boolean;
  /** One of these keys. */
  readonly pins: readonly string[] | undefined;
}

/** RFC 8484 section 5 has no HTTPS without a certificate; DNS over TLS knows a server by its key as well. */
function proofOf({ transport, host }: Endpoint, { pins, profile }: TlsOptions): Proof {
  if (transport === 'https') return { certificate: true, pins };
  if (profile === 'opportunistic') return { certificate: false, pins: undefined };
  return { certificate: host !== undefined || pins === undefined, pins };
}

function connectionOptions(
  { address, port, host, localAddress }: Endpoint,
  { certificate }: Proof,
  { ca }: TlsOptions,
): ConnectionOptions {
  // A zone belongs to this machine; no certificate is for it.
  const name = host ?? address.replace(/%.*$/, '');
  return {
    host: address,
    port,
    rejectUnauthorized: certificate,
    checkServerIdentity: (_host, peer) => checkServerIdentity(name, peer),
    // RFC 6066 section 3: no addresses.
    servername: isIP(name) === 0 ? name : '',
    ...(ca !== undefined && { ca: typeof ca === 'string' ? ca : [...ca] }),
    ...(localAddress !== undefined && { localAddress }),
  };
}

/** Only the server's own key counts: of the others in its chain it has not shown that they are its. */
function pinFault(socket: TLSSocket, pins: readonly string[]): Error | undefined {
  // Resumed: known since the handshake that it resumes.
  if (socket.isSessionReused()) return undefined;
  const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
  const pin = `sha256/${createHash('sha256')
    .update(key ?? '')
    .digest('base64')}`;
  if (key !== undefined && pins.includes(pin)) return undefined;
  return Object.assign(new Error(`the key of the server, ${pin}, is not among the pins`), {
    code: 'ERR_TLS_PIN',
  });
}
