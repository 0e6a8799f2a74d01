// The examples of aiodns, line by line: Python in the comments. Run: node examples/from-aiodns.mjs
import { startNameServer } from 'rxdns/testing';

const server = await startNameServer({
  zone: `
google.com.              300 A     192.0.2.1
google.com.              300 A     192.0.2.2
www.google.com.          300 CNAME google.com.
google.com.              300 MX    10 smtp.google.com.
1.2.0.192.in-addr.arpa.  300 PTR   google.com.
`,
});
const servers = [server.address];

// #region aiodns3
// import asyncio
// import aiodns
import { isDnsError, Resolver } from 'rxdns';

// loop = asyncio.get_event_loop()
// resolver = aiodns.DNSResolver(loop=loop)
const resolver = new Resolver({ servers }); // There is one loop. Without `servers`, those of this machine.

// async def query(name, query_type):
//     return await resolver.query(name, query_type)
/** @type {typeof resolver.query} */
const query = (name, type) => resolver.query(name, type);

// coro = query('google.com', 'A')
// result = loop.run_until_complete(coro)
const result = await query('google.com', 'A');

// print([(record.host, record.ttl) for record in result])
console.log(result.map((record) => [record.address, record.ttl]));
// #endregion

// #region aiodns4
// import asyncio
// import aiodns
//
// async def main():
const main = async () => {
  //     resolver = aiodns.DNSResolver()
  const resolver = new Resolver({ servers });
  //     result = await resolver.query_dns('google.com', 'A')
  const result = await resolver.response('google.com', 'A');
  //     for record in result.answer:
  for (const record of result.answers) {
    //         print(record.data.addr)
    if (record.type === 'A') console.log(record.address);
  }
  await resolver.close(); // By itself with `await using`, where the runtime knows it.
};

// asyncio.run(main())
await main();
// #endregion

// #region methods
// host = await resolver.gethostbyname('www.google.com', socket.AF_INET)
const host = await resolver.gethostbyname('www.google.com', 4);
// print(host.name, host.aliases, host.addresses)
console.log(host.name, host.aliases, host.addresses);

// host = await resolver.gethostbyaddr('192.0.2.1')
const reverse = await resolver.gethostbyaddr('192.0.2.1');
// print(host.name)
console.log(reverse.name);

// info = await resolver.getaddrinfo('google.com', family=socket.AF_INET, port=443, type=socket.SOCK_STREAM)
const info = await resolver.getaddrinfo('google.com', { family: 4, service: 443, socktype: 'stream' });
// print([node.addr for node in info.nodes])
console.log(info.addresses.map(({ address, port }) => [address, port]));

// try:
try {
  //     await resolver.query('nobody.google.com', 'MX')
  await resolver.query('nobody.google.com', 'MX');
  // except aiodns.error.DNSError as error:
} catch (error) {
  //     if error.args[0] == aiodns.error.ARES_ENOTFOUND:
  if (isDnsError(error) && error.code === 'ENOTFOUND') {
    //         print(error.args[0], 'no such name')
    console.log(error.errno, 'no such name');
  }
}

// resolver.cancel()
resolver.cancel();
// await resolver.close()
await resolver.close();
// #endregion

await server.close();
