import type { Observable } from 'rxjs';

/** How octets travel. */
export type Transport = 'udp' | 'tcp' | 'tls' | 'https';

/** Where to connect to, and how. */
export interface Endpoint {
  readonly transport: Transport;
  /**
   * An IPv4 or IPv6 literal; a zone may follow an IPv6 address (`fe80::1%eth0`). Of `https`, the name in `host`
   * where nobody but the system can look it up.
   */
  readonly address: string;
  /** 1 to 65,535. */
  readonly port: number;
  /** The name that the certificate of the server has to be for; absent where that is its address. */
  readonly host?: string;
  /** Of `https`: path and query, where the template of RFC 8484 section 4.1 may be in (`/q{?dns}`). */
  readonly path?: string;
  /** The address of this machine to connect from; absent where the system chooses. */
  readonly localAddress?: string;
}

/** A message that will not be answered, on a connection that goes on. */
export interface SendFailure {
  /** Its transaction id. */
  readonly id: number;
  /** Why. */
  readonly cause: unknown;
}

/** An open way to one server: sends octets, emits those that come back. */
export interface Connection {
  /** The address of ours that it uses, where that is known. */
  readonly localAddress?: string;
  /** The port of ours that it uses, where that is known. */
  readonly localPort?: number;
  /** Whole messages as they arrive. Hot; errors when the connection fails, completes when the peer ends it. */
  readonly messages$: Observable<Uint8Array>;
  /**
   * Messages that failed by themselves, where each has an exchange of its own (HTTP). Hot. With it, a response that
   * is wrong is the fault of its exchange alone.
   */
  readonly failures$?: Observable<SendFailure>;
  /** Sends one message. What goes wrong arrives as an error of `messages$`, or by `failures$`. */
  send(message: Uint8Array): void;
  /** Gives up on the message with this transaction id: nothing comes for it any more. There with `failures$`. */
  cancel?(id: number): void;
  /** An idle connection does not keep the process alive, and may end by itself after a while. */
  setIdle(idle: boolean): void;
}

/** Subscribe to open a connection, unsubscribe to close it; emits the {@link Connection} once it is open. */
export type Connect = (endpoint: Endpoint) => Observable<Connection>;
