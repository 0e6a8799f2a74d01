"""aiodns with its defaults: the same argument and the same line of JSON as contender.mjs."""

import asyncio
import json
import resource
import sys
import time

import aiodns

ZONE = "bench.example"


class Run:
    def __init__(self, task, names):
        self.names = names
        self.concurrency = task["concurrency"]
        self.limit = task["limit"]
        self.host, self.port = task["server"].split(":")
        self.next = 0
        self.answered = 0
        self.latencies = []

    async def go(self):
        """Asks for every name, `concurrency` at a time; after `limit` seconds what is pending is not answered."""
        self.resolver = aiodns.DNSResolver(
            nameservers=[self.host], udp_port=int(self.port), tcp_port=int(self.port)
        )
        cpu = processor_seconds()
        start = time.perf_counter()
        workers = [asyncio.ensure_future(self.work()) for _ in range(self.concurrency)]
        _, late = await asyncio.wait(workers, timeout=self.limit)
        seconds = time.perf_counter() - start
        spent = processor_seconds() - cpu
        for worker in late:
            worker.cancel()
        self.resolver.cancel()
        return seconds, spent

    async def work(self):
        names = self.names
        count = len(names)
        query = self.resolver.query
        while self.next < count:
            name = names[self.next]
            self.next += 1
            start = time.perf_counter()
            try:
                answers = await query(name, "A")
            except aiodns.error.DNSError:
                continue
            if len(answers) == 1:
                self.latencies.append(time.perf_counter() - start)
                self.answered += 1


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def quantile(ordered, share):
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else None


async def main():
    task = json.loads(sys.argv[1])
    await Run(task, [f"w{n:08d}.{ZONE}" for n in range(task["warmUp"])]).go()
    run = Run(task, [f"n{n:08d}.{ZONE}" for n in range(task["names"])])
    seconds, cpu = await run.go()
    ordered = sorted(run.latencies)
    result = {
        "names": run.next,
        "answered": run.answered,
        "seconds": seconds,
        "cpu": cpu,
        "p50": quantile(ordered, 0.5),
        "p99": quantile(ordered, 0.99),
        "peakRss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    print(json.dumps(result))


asyncio.run(main())
