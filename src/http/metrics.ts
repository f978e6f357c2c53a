/** Prometheus metrics, declared once: name, what it says, and its closed list of labels. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricName, Metrics } from '../core/ports.ts';
import { createTally } from './tally.ts';

const table: Readonly<
  Record<
    MetricName,
    { readonly kind: 'counter' | 'histogram' | 'gauge'; readonly help: string; readonly labels: readonly string[] }
  >
> = {
  mio_webhooks_total: {
    kind: 'counter',
    help: 'Webhooks received, by route and answered status.',
    labels: ['route', 'status'],
  },
  mio_webhook_refusals_total: {
    kind: 'counter',
    help: 'Webhooks, or items of one, that were not taken.',
    labels: ['route', 'reason'],
  },
  mio_events_total: { kind: 'counter', help: 'Events, by what became of them.', labels: ['outcome'] },
  mio_deliveries_total: {
    kind: 'counter',
    help: 'Intended effects on legs, by outcome.',
    labels: ['platform', 'outcome'],
  },
  mio_own_reactions_total: {
    kind: 'counter',
    help: 'Reactions given or taken back as the people themselves, by outcome.',
    labels: ['platform', 'outcome'],
  },
  mio_files_scanned_total: {
    kind: 'counter',
    help: 'Files that the virus scanner was asked about, by its verdict; unavailable where it gave none.',
    labels: ['outcome'],
  },
  mio_delivery_seconds: {
    kind: 'histogram',
    help: 'From the webhook to the answer of the target platform.',
    labels: ['platform'],
  },
  mio_platform_calls_total: {
    kind: 'counter',
    help: 'Calls to platforms.',
    labels: ['platform', 'operation', 'outcome'],
  },
  mio_platform_call_seconds: {
    kind: 'histogram',
    help: 'Duration of calls to platforms.',
    labels: ['platform', 'operation'],
  },
  mio_queue_length: { kind: 'gauge', help: 'Events and deliveries that wait.', labels: [] },
  mio_connection_health: {
    kind: 'gauge',
    help: 'How many connections work, and how many do not. Which they are is told to whoever has a key.',
    labels: ['platform', 'state'],
  },
  mio_repairs_total: { kind: 'counter', help: 'Differences found by sweeps.', labels: ['platform'] },
  mio_alarms_total: { kind: 'counter', help: 'What an operator should look at.', labels: ['kind'] },
  mio_sealed_with_old_keys: {
    kind: 'gauge',
    help: 'Secrets that are still sealed with a key of MIO_KEY_OLD.',
    labels: [],
  },
};

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];

export interface MetricsRegistry extends Metrics {
  text(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(): MetricsRegistry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = new Map<MetricName, Counter>();
  const gauges = new Map<MetricName, Gauge>();
  const histograms = new Map<MetricName, Histogram>();
  for (const [key, { kind, help, labels }] of Object.entries(table)) {
    const name = key as MetricName;
    const options = { name, help, labelNames: [...labels], registers: [registry] };
    if (kind === 'counter') counters.set(name, new Counter(options));
    else if (kind === 'gauge') gauges.set(name, new Gauge(options));
    else histograms.set(name, new Histogram({ ...options, buckets }));
  }
  const tally = createTally((name: MetricName) => table[name].labels);
  return {
    count: (name, labels = {}, by = 1) => tally.add(name, labels, by),
    observe: (name, seconds, labels = {}) => histograms.get(name)?.observe(labels, seconds),
    set: (name, value, labels = {}) => gauges.get(name)?.set(labels, value),
    text() {
      for (const { name, labels, by } of tally.take()) counters.get(name)?.inc(labels, by);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
