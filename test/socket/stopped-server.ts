import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own that can be stopped: what arrives then waits in its receive buffer. */
export interface StoppedServer extends AsyncDisposable {
  readonly address: string;
  /** Keeps it from reading, as a server that is busy. */
  stop(): void;
  /** Lets it read on, and tells how many of the queries that it counts have come, once no more do. */
  countQueries(): Promise<number>;
}

// With the receive buffer that the system gives. Counts are written when nothing has come for a fifth of a second.
const script = `
  const socket = require('node:dgram').createSocket('udp4');
  let count = 0;
  const counted = Buffer.from(process.argv[1]);
  socket.on('message', (octets, { port, address }) => {
    // Behind the header, and the length of the first label.
    if (octets.subarray(13, 13 + counted.length).equals(counted)) count += 1;
    octets[2] |= 0x80;
    socket.send(octets, port, address);
  });
  process.stdin.on('data', () => {
    let before = -1;
    const timer = setInterval(() => {
      if (before === count) { clearInterval(timer); console.log('count ' + count); }
      before = count;
    }, 200);
  });
  socket.bind(0, '127.0.0.1', () => console.log('port ' + socket.address().port));
`;

/** Starts it on loopback. It answers NOERROR, and counts the queries for names that begin so. */
export async function startStoppedServer(counted: string): Promise<StoppedServer> {
  const child = spawn(process.execPath, ['--eval', script, counted], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdout.setEncoding('utf8');
  const read = async (): Promise<number> => {
    const [line]: unknown[] = await once(child.stdout, 'data');
    return Number(/\d+/.exec(String(line))?.[0]);
  };
  const port = await read();
  return {
    address: `127.0.0.1:${port}`,
    stop: () => child.kill('SIGSTOP'),
    countQueries: () => {
      child.kill('SIGCONT');
      child.stdin.write('count\n');
      return read();
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGCONT');
      child.kill();
      await once(child, 'close');
    },
  };
}
