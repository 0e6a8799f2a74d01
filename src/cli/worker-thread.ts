import { parentPort, workerData } from 'node:worker_threads';
import { Observable } from 'rxjs';
import { queryEach, type RecordType, Resolver } from '../index.js';
import { Collector, type NumberedInquiry } from './collector.js';
import type { Assignment, WorkerMessage, WorkerPlan } from './worker-messages.js';

const plan: WorkerPlan = workerData;
const { concurrency, options } = plan;

// A Resolver of its own: its transaction ids come from the Web Crypto of this thread, its ports from the kernel.
const resolver = new Resolver(options);
const collector = new Collector(plan, send);

const inquiries$ = new Observable<NumberedInquiry>((subscriber) => {
  parentPort?.on('message', ({ first, inquiries }: Assignment) => {
    let number = first;
    for (const inquiry of inquiries) {
      collector.expect(inquiry);
      subscriber.next({ ...inquiry, first: number });
      number += inquiry.type.length;
    }
  });
});

inquiries$
  .pipe(queryEach<RecordType, NumberedInquiry>(resolver, 'A', { concurrency }))
  .subscribe((outcome) => collector.take(outcome));

send('ready');

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}
