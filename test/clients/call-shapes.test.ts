import dns, { type LookupOptions as NodeLookupOptions } from 'node:dns';
import { once } from 'node:events';
import http from 'node:http';
import net, { type LookupFunction, type TcpNetConnectOpts } from 'node:net';
import { text } from 'node:stream/consumers';
import axios from 'axios';
import { got } from 'got';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Resolver } from '../../src/index.js';
import type { NameServer } from '../../src/testing/index.js';
import { startClientNames } from './name-server.js';
import { loopback, startWebServer, type WebServer } from './web-server.js';

// What clients hand to lookup is theirs to change. These tests tell which of its forms the others go through.

let names: NameServer;
let web: WebServer;
let resolver: Resolver;
let given: NodeLookupOptions[] = [];

/** The resolver's lookup, with a note of what it was called with. */
const lookup: LookupFunction = (hostname, options, callback) => {
  given.push({ ...options });
  resolver.lookup(hostname, options, callback);
};

beforeAll(async () => {
  names = await startClientNames();
  web = await startWebServer();
  resolver = new Resolver({ servers: [names.address], domains: [], lookups: 'b' });
});
afterAll(async () => {
  await resolver.close();
  await web[Symbol.asyncDispose]();
  await names.close();
});
beforeEach(() => {
  given = [];
});

const { ADDRCONFIG, ALL, V4MAPPED } = dns;
const other = loopback.includes('::1') ? '::1' : '127.0.0.1';

describe('net', () => {
  test.each<{
    host: string;
    options: Partial<TcpNetConnectOpts>;
    asks: NodeLookupOptions;
    reaches: readonly string[];
  }>([
    { host: 'both', options: {}, asks: { all: true, hints: ADDRCONFIG }, reaches: loopback },
    { host: 'both', options: { family: 0 }, asks: { all: true, hints: ADDRCONFIG }, reaches: loopback },
    {
      host: 'both',
      options: { autoSelectFamily: false },
      asks: { hints: ADDRCONFIG },
      reaches: loopback,
    },
    { host: 'both', options: { family: 4 }, asks: { family: 4, hints: 0 }, reaches: ['127.0.0.1'] },
    { host: 'both', options: { family: 6 }, asks: { family: 6, hints: 0 }, reaches: [other] },
    {
      host: 'v4',
      options: { family: 6, hints: V4MAPPED },
      asks: { family: 6, hints: V4MAPPED },
      reaches: ['::ffff:127.0.0.1'],
    },
    {
      host: 'v4',
      options: { hints: ADDRCONFIG | V4MAPPED | ALL, autoSelectFamily: false },
      asks: { hints: ADDRCONFIG | V4MAPPED | ALL },
      reaches: ['127.0.0.1'],
    },
  ])('with $options asks for $asks', async ({ host, options, asks, reaches }) => {
    const socket = net.connect({ host: `${host}.client.test`, port: web.port, lookup, ...options });
    await once(socket, 'connect');
    const { remoteAddress } = socket;
    socket.destroy();
    expect(given).toStrictEqual([expect.objectContaining(asks)]);
    expect(given[0]?.all).toBe(asks.all);
    expect(reaches).toContain(remoteAddress);
  });

  test('has ENOTFOUND for a family that the host does not have', async () => {
    const socket = net.connect({ host: 'v4.client.test', port: web.port, lookup, family: 6 });
    const [error] = await once(socket, 'error');
    expect(error).toMatchObject({ name: 'DnsError', code: 'ENOTFOUND' });
  });

  test('has the errors of both addresses where both refuse', async () => {
    const closed = await startWebServer();
    const { port } = closed;
    await closed[Symbol.asyncDispose]();
    const [error] = await once(net.connect({ host: 'both.client.test', port, lookup }), 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('tells of the addresses with its event lookup', async () => {
    const socket = net.connect({ host: 'v4.client.test', port: web.port, lookup, family: 4 });
    const event = await once(socket, 'lookup');
    socket.destroy();
    expect(event).toStrictEqual([null, '127.0.0.1', 4, 'v4.client.test']);
  });
});

describe('an agent of http', () => {
  test('asks once for all requests over one connection', async () => {
    await using own = await startWebServer();
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1, lookup });
    for (let each = 0; each < 3; each += 1) {
      const sent = http.get({ host: 'both.client.test', port: own.port, agent });
      const [response] = await once(sent, 'response');
      expect(loopback).toContain(await text(response));
    }
    agent.destroy();
    expect(given).toHaveLength(1);
    expect(own.connections).toBe(1);
  });

  test('asks for the family of the request', async () => {
    const sent = http.get({ host: 'both.client.test', port: web.port, agent: false, lookup, family: 4 });
    const [response] = await once(sent, 'response');
    expect(await text(response)).toBe('127.0.0.1');
    expect(given).toStrictEqual([expect.objectContaining({ family: 4 })]);
  });
});

describe('undici', () => {
  test('asks as net does, for one origin once', async () => {
    const dispatcher = new Agent({ connect: { lookup }, connections: 1 });
    for (let each = 0; each < 2; each += 1) {
      const { body } = await request(`http://both.client.test:${web.port}/`, { dispatcher });
      expect(loopback).toContain(await body.text());
    }
    await dispatcher.destroy();
    expect(given).toStrictEqual([expect.objectContaining({ all: true })]);
  });

  test('asks for one address without autoSelectFamily', async () => {
    const dispatcher = new Agent({ connect: { lookup }, autoSelectFamily: false });
    const { body } = await request(`http://both.client.test:${web.port}/`, { dispatcher });
    expect(loopback).toContain(await body.text());
    await dispatcher.destroy();
    expect(given).toHaveLength(1);
    expect(given[0]?.all).toBeUndefined();
  });
});

describe('got', () => {
  test.each([
    { dnsLookupIpVersion: 4, reaches: '127.0.0.1' },
    { dnsLookupIpVersion: 6, reaches: other },
  ] as const)('asks for family $dnsLookupIpVersion', async ({ dnsLookupIpVersion, reaches }) => {
    const body = await got(`http://both.client.test:${web.port}/`, {
      agent: { http: new http.Agent() },
      dnsLookup: lookup,
      dnsLookupIpVersion,
    }).text();
    expect(body).toBe(reaches);
    expect(given).toStrictEqual([expect.objectContaining({ family: dnsLookupIpVersion })]);
  });
});

describe('axios', () => {
  test.each<{ options: { family?: 4 | 6 }; asks: NodeLookupOptions; reaches: readonly string[] }>([
    { options: {}, asks: { all: true }, reaches: loopback },
    { options: { family: 4 }, asks: { family: 4 }, reaches: ['127.0.0.1'] },
    { options: { family: 6 }, asks: { family: 6 }, reaches: [other] },
  ])('with $options asks for $asks', async ({ options, asks, reaches }) => {
    const { data } = await axios.get<string>(`http://both.client.test:${web.port}/`, {
      ...options,
      httpAgent: new http.Agent(),
      lookup(hostname, asked, callback) {
        given.push({ ...asked });
        resolver.lookup(hostname, asked, callback);
      },
      proxy: false,
    });
    expect(reaches).toContain(data);
    expect(given).toStrictEqual([expect.objectContaining(asks)]);
    expect(given[0]?.all).toBe(asks.all);
  });
});
