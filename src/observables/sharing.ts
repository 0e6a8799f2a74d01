/** How queries share the connections of one transport. */
export interface Sharing {
  /** Ids in use on one connection at most. */
  readonly ids: number;
  /** Queries on one connection in all, after which it is retired. */
  readonly uses: number;
  /** Connections kept open with nothing outstanding. */
  readonly idle: number;
}

/**
 * The default receive buffer holds about 270 responses: 128 cannot overflow it. 1,000 uses bound what a
 * forger gains from a port it has learnt; 64 idle ones keep six bits of the port secret.
 */
export const datagramSharing: Sharing = { ids: 128, uses: 1000, idle: 64 };

/** One connection (RFC 7766 section 6.2.2), and half of its ids, so that a free one is soon drawn. */
export const streamSharing: Sharing = { ids: 0x8000, uses: Number.POSITIVE_INFINITY, idle: 1 };
