import { METRICS, type CounterName, type HistogramName } from './metric-definitions'

/** What this process has counted and not stored yet. To be added to directly: `cell.value++`. */
export interface Cell {
  value: number
}

interface Counted {
  cells: Map<string, Cell>
  histograms: Map<HistogramName, Histogram>
}

// Next loads modules twice, and web.ts is a bundle of its own: what a process counts lives on globalThis.
const holder = globalThis as typeof globalThis & { hookwrightCounted?: Counted }
const counted: Counted = (holder.hookwrightCounted ??= { cells: new Map(), histograms: new Map() })

/** `{a="b",c="d"}`, or nothing for no labels. */
export const labelsText = (labels: Record<string, string>): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const escape = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

/** A counter's cell, to be asked for once and kept: a hot path then only adds to a number. Labels of few values, never ids. */
export function counter(name: CounterName, labels: Record<string, string> = {}): Cell {
  const key = name + labelsText(labels)
  const known = counted.cells.get(key)
  if (known) return known
  const cell = { value: 0 }
  counted.cells.set(key, cell)
  return cell
}

/** Counts observations by upper bounds; adding one allocates nothing. */
export class Histogram {
  private readonly counts: number[]
  private readonly keys: string[]
  private sum = 0

  constructor(private readonly name: HistogramName, private readonly bounds: readonly number[]) {
    this.counts = new Array<number>(bounds.length + 1).fill(0)
    this.keys = [...bounds.map(String), '+Inf'].map((bound) => `${name}_bucket{le="${bound}"}`)
  }

  observe(seconds: number): void {
    let i = 0
    while (i < this.bounds.length && seconds > (this.bounds[i] ?? 0)) i++
    this.counts[i] = (this.counts[i] ?? 0) + 1
    this.sum += seconds
  }

  /** Hands over what was observed since the last time, each bucket with those below it, as Prometheus has it. */
  drain(add: (key: string, value: number) => void): void {
    let total = 0
    for (const [i, key] of this.keys.entries()) {
      total += this.counts[i] ?? 0
      this.counts[i] = 0
      if (total > 0) add(key, total)
    }
    if (total === 0) return
    add(`${this.name}_sum`, this.sum)
    add(`${this.name}_count`, total)
    this.sum = 0
  }
}

/** A histogram of this process, to be asked for once and kept. */
export function histogram(name: HistogramName): Histogram {
  const known = counted.histograms.get(name)
  if (known) return known
  const made = new Histogram(name, METRICS[name].buckets)
  counted.histograms.set(name, made)
  return made
}

/** Hands over everything that was counted since the last time. */
export function drainCounted(add: (key: string, value: number) => void): void {
  for (const [key, cell] of counted.cells) {
    if (cell.value === 0) continue
    add(key, cell.value)
    cell.value = 0
  }
  for (const each of counted.histograms.values()) each.drain(add)
}
