/** How servers of `tls://` and `https://` prove who they are. */
export interface TlsOptions {
  /** Certificates of the authorities to trust, in PEM. @default those that Node brings along */
  readonly ca?: string | readonly string[] | undefined;
  /**
   * Keys of servers, one of which each server has to have: `sha256/` and the base64 of the hash of its
   * SubjectPublicKeyInfo (RFC 7858 section 4.2). A `tls://` server without a name is known by its key alone; all
   * others need the name in their certificate as well. @default none
   */
  readonly pins?: readonly string[] | undefined;
  /**
   * `strict` sends nothing to a server that does not prove who it is; `opportunistic` encrypts for whoever answers
   * a `tls://` address, which protects from those who only listen (RFC 8310 section 5). Neither sends in clear.
   * @default 'strict'
   */
  readonly profile?: 'strict' | 'opportunistic' | undefined;
}

/** How `https://` servers are asked. */
export interface HttpsOptions {
  /** `POST` hides no less and is shorter; `GET` lets HTTP caches answer. @default 'POST', and 'GET' with `fetch` */
  readonly method?: 'GET' | 'POST' | undefined;
}
