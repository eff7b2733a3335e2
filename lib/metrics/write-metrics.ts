import { METRICS, type MetricDefinition } from './metric-definitions'

/** Media type of the Prometheus text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

export interface Value {
  key: string // name{labels}
  value: number
}

const nameOf = (key: string): string => key.slice(0, key.includes('{') ? key.indexOf('{') : undefined)

const textOf = (value: number): string =>
  Number.isNaN(value) ? 'NaN' : value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value)

// A histogram's buckets come in the order of their bounds, and all of them, also those that nothing has fallen into.
const histogramLines = (name: string, buckets: readonly number[], values: ReadonlyMap<string, number>): string[] => {
  const line = (key: string) => `${key} ${textOf(values.get(key) ?? 0)}`
  return [...[...buckets.map(String), '+Inf'].map((le) => `${name}_bucket{le="${le}"}`), `${name}_sum`, `${name}_count`].map(line)
}

const plainLines = (name: string, { zero = [] }: MetricDefinition, values: readonly Value[]): string[] => {
  const known = new Set(values.map(({ key }) => key))
  const missing = zero.map((labels) => name + labels).filter((key) => !known.has(key))
  return [...values, ...missing.map((key) => ({ key, value: 0 }))]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, value }) => `${key} ${textOf(value)}`)
}

/**
 * The Prometheus text format 0.0.4 of what is known: each metric with HELP and TYPE, then its samples. Names that
 * are not in the table of definitions, as an older version may have stored them, are left out.
 */
export function writeMetrics(values: readonly Value[]): string {
  const byKey = new Map(values.map(({ key, value }) => [key, value]))
  const byName = new Map<string, Value[]>()
  for (const value of values) {
    const name = nameOf(value.key)
    const known = byName.get(name)
    if (known) known.push(value)
    else byName.set(name, [value])
  }
  const definitions: Array<[string, MetricDefinition]> = Object.entries(METRICS)
  const blocks = definitions.map(([name, definition]) => {
    const samples = definition.type === 'histogram'
      ? histogramLines(name, definition.buckets ?? [], byKey)
      : plainLines(name, definition, byName.get(name) ?? [])
    return [`# HELP ${name} ${definition.help}`, `# TYPE ${name} ${definition.type}`, ...samples].join('\n')
  })
  return `${blocks.join('\n')}\n`
}
