/** One metric as it is published. `zero` are the label sets that are shown before anything happened. */
export interface MetricDefinition {
  type: 'counter' | 'gauge' | 'histogram'
  help: string
  zero?: readonly string[]
  /** Of a histogram: upper bounds in seconds. */
  buckets?: readonly number[]
}

const ATTEMPT = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30]
const LATENCY = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200]

/** Everything that /api/metrics publishes, in its order. Counters and histograms are sums over all processes and restarts. */
export const METRICS = {
  hookwright_events_total: {
    type: 'counter', help: 'Events answered with 202, by status.', zero: ['{status="accepted"}', '{status="duplicate"}'],
  },
  hookwright_deliveries_ended_total: {
    type: 'counter',
    help: 'Deliveries that came to an end, by status; one that succeeds after a resend by hand ends once more.',
    zero: ['{status="succeeded"}', '{status="failed"}', '{status="cancelled"}'],
  },
  hookwright_attempts_total: {
    type: 'counter', help: 'Attempts, by what started them, result, class of the HTTP status and error code.',
  },
  hookwright_attempt_duration_seconds: {
    type: 'histogram', help: 'From connecting to the last byte that is stored, of attempts that left.', buckets: ATTEMPT,
  },
  hookwright_accepted_to_sent_seconds: {
    type: 'histogram', help: 'From an event to the start of the first request of its delivery.', buckets: LATENCY,
  },
  hookwright_accepted_to_answered_seconds: {
    type: 'histogram', help: 'From an event to the first byte of the first answer to its delivery.', buckets: LATENCY,
  },
  hookwright_renderer_restarts_total: {
    type: 'counter',
    help: 'Renderers of templates that ended and were replaced: killed for a template that hangs, out of memory, or by something else.',
    zero: ['{reason="hang"}', '{reason="memory"}', '{reason="crash"}'],
  },
  hookwright_retention_rows_total: {
    type: 'counter', help: 'Rows that retention has removed or emptied, by kind.',
  },
  hookwright_deliveries_waiting: {
    type: 'gauge',
    help: 'Deliveries that wait: due now, scheduled for later, or held by an open breaker. Counted up to 1000000.',
  },
  hookwright_oldest_due_seconds: {
    type: 'gauge', help: 'About how long the oldest due delivery has waited, of integrations whose breaker is closed.',
  },
  hookwright_deliveries_under_way: { type: 'gauge', help: 'Deliveries with an attempt under way.' },
  hookwright_integrations: { type: 'gauge', help: 'Integrations, by whether they are enabled and who switched them off.' },
  hookwright_breakers: { type: 'gauge', help: 'Breakers of enabled integrations, by state.' },
  hookwright_runs: {
    type: 'gauge',
    help: 'Runs of durable functions: due, scheduled for later, running, or failed within 30 days. Counted up to 1000000.',
  },
  hookwright_batch_items: { type: 'gauge', help: 'Messages that wait to be taken by a run together. Counted up to 1000000.' },
  hookwright_outbox_messages: { type: 'gauge', help: 'Messages that the Inngest server has not taken yet.' },
  hookwright_outbox_oldest_seconds: { type: 'gauge', help: 'How long the oldest of them has waited.' },
  hookwright_score_batches: { type: 'gauge', help: 'Batches of scores: waiting for evaluation, or set aside because it fails.' },
  hookwright_mails: { type: 'gauge', help: 'Mails, by status.' },
  hookwright_workers: { type: 'gauge', help: 'Workers that gave a sign of life within 30 seconds.' },
  hookwright_worker_heartbeat_age_seconds: { type: 'gauge', help: 'Since the latest sign of life of any worker.' },
  hookwright_worker_uptime_seconds: { type: 'gauge', help: 'Since the start of the worker that was started last.' },
  hookwright_web_uptime_seconds: { type: 'gauge', help: 'Since the start of the web process that answers.' },
  hookwright_web_resident_memory_bytes: { type: 'gauge', help: 'Memory of the web process that answers.' },
  hookwright_info: { type: 'gauge', help: 'Version and engine of the web process that answers.' },
} as const satisfies Record<string, MetricDefinition>

export type MetricName = keyof typeof METRICS
type OfType<T extends MetricDefinition['type']> = {
  [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never
}[MetricName]
export type CounterName = OfType<'counter'>
export type HistogramName = OfType<'histogram'>
export type GaugeName = OfType<'gauge'>
