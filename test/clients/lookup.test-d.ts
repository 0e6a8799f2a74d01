import type http from 'node:http';
import type https from 'node:https';
import type net from 'node:net';
import type tls from 'node:tls';
import type { AxiosRequestConfig } from 'axios';
import type { OptionsInit } from 'got';
import type { Agent, buildConnector, Client, Pool } from 'undici';
import { describe, expectTypeOf, it } from 'vitest';
import type { Resolver } from '../../src/index.js';

type Lookup = Resolver['lookup'];

describe('lookup fits', () => {
  it('net, tls, http and https', () => {
    expectTypeOf<Lookup>().toExtend<net.LookupFunction>();
    expectTypeOf<Lookup>().toExtend<net.TcpNetConnectOpts['lookup']>();
    expectTypeOf<Lookup>().toExtend<tls.ConnectionOptions['lookup']>();
    expectTypeOf<Lookup>().toExtend<http.RequestOptions['lookup']>();
    expectTypeOf<Lookup>().toExtend<https.RequestOptions['lookup']>();
  });

  it('undici', () => {
    expectTypeOf<{ lookup: Lookup }>().toExtend<buildConnector.BuildOptions>();
    expectTypeOf<{ connect: { lookup: Lookup } }>().toExtend<Agent.Options>();
    expectTypeOf<{ connect: { lookup: Lookup } }>().toExtend<Client.Options>();
    expectTypeOf<{ connect: { lookup: Lookup } }>().toExtend<Pool.Options>();
  });

  it('got and axios', () => {
    expectTypeOf<Lookup>().toExtend<OptionsInit['dnsLookup']>();
    expectTypeOf<Lookup>().toExtend<AxiosRequestConfig['lookup']>();
  });
});
