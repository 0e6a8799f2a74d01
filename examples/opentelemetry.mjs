// Spans and the duration of lookups for OpenTelemetry. Run: node examples/opentelemetry.mjs
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { Resolver } from 'rxdns';
import { startNameServer } from 'rxdns/testing';

// Whatever sets OpenTelemetry up in a program does this, with exporters that send to a collector.
const finished = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(finished)] }),
);
const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const meterProvider = new MeterProvider({
  readers: [new PeriodicExportingMetricReader({ exporter: measured })],
});
metrics.setGlobalMeterProvider(meterProvider);

// #region opentelemetry
import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/**
 * A span for each query of a resolver, and `dns.lookup.duration` as the semantic conventions for DNS have it.
 * @param {Resolver} resolver
 */
function instrument(resolver) {
  const tracer = trace.getTracer('rxdns');
  const duration = metrics.getMeter('rxdns').createHistogram('dns.lookup.duration', {
    description: 'Measures the time taken to perform a DNS lookup.',
    unit: 's',
    advice: {
      explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    },
  });
  // All events of a query have the same object for a question.
  /** @type {WeakMap<object, import('@opentelemetry/api').Span>} */
  const spans = new WeakMap();
  return resolver.events$.subscribe((event) => {
    if (event.type === 'query-start') {
      const { name, type } = event.question;
      const attributes = { 'dns.question.name': name };
      spans.set(event.question, tracer.startSpan(`DNS ${type}`, { kind: SpanKind.CLIENT, attributes }));
    } else if (event.type === 'attempt') {
      const { server, transport, outcome } = event.attempt;
      const attributes = { 'server.address': server, 'network.transport': transport, outcome };
      spans.get(event.question)?.addEvent('attempt', attributes);
    } else if (event.type === 'query-end') {
      const { question, status, elapsed } = event;
      const failure = status === 'NOERROR' ? {} : { 'error.type': status };
      duration.record(elapsed / 1000, { 'dns.question.name': question.name, ...failure });
      const span = spans.get(question)?.setAttributes(failure);
      if (status !== 'NOERROR') span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    }
  });
}
// #endregion

const server = await startNameServer({ origin: 'example.org', zone: 'www A 192.0.2.80\n' });
const resolver = new Resolver({ servers: [server.address] });
instrument(resolver);
await resolver.query('www.example.org', 'A');
await resolver.query('www.example.org', 'A');
await resolver.outcome('old.example.org', 'A');

for (const { name, attributes, events } of finished.getFinishedSpans())
  console.log(name, Object.values(attributes).join(' '), events.map(({ name }) => name).join(' '));
await meterProvider.forceFlush();
for (const { descriptor, dataPoints } of measured.getMetrics()[0]?.scopeMetrics[0]?.metrics ?? [])
  for (const { attributes, value } of dataPoints)
    console.log(descriptor.name, Object.values(attributes).join(' '), Object(value).count);
await meterProvider.shutdown();
await resolver.close();
await server.close();
