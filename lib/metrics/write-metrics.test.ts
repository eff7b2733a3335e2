import { describe, expect, it } from 'vitest'
import { Histogram, labelsText } from './count'
import { METRICS } from './metric-definitions'
import { writeMetrics, type Value } from './write-metrics'

const SAMPLE = /^[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\"n])*")*\})? (?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|NaN|[+-]Inf)$/

const linesOf = (text: string, name: string) =>
  text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`) || line.startsWith(`${name}_`))

describe('the text for Prometheus', () => {
  it('has HELP and TYPE before the samples of each metric, one line each, and ends with a line break', () => {
    const text = writeMetrics([{ key: 'hookwright_runs{function="route-events",state="due"}', value: 3 }])
    expect(text.endsWith('\n')).toBe(true)
    let current = ''
    const seen = new Set<string>()
    for (const line of text.trimEnd().split('\n')) {
      const [, kind, name = ''] = /^# (HELP|TYPE) (\S+) ./.exec(line) ?? []
      if (kind === 'HELP') {
        expect(seen.has(name)).toBe(false)
        seen.add(name)
        current = name
      } else if (kind === 'TYPE') expect(name).toBe(current)
      else {
        expect(line).toMatch(SAMPLE)
        expect(line.startsWith(current)).toBe(true)
      }
    }
    expect([...seen]).toEqual(Object.keys(METRICS))
  })

  it('names counters _total, times _seconds, and has no label for an id', () => {
    for (const [name, { type }] of Object.entries(METRICS)) {
      expect(name).toMatch(/^hookwright_[a-z_]+$/)
      expect(name.endsWith('_total')).toBe(type === 'counter')
      if (type === 'histogram') expect(name).toMatch(/_seconds$/)
    }
  })

  it('shows known labels before anything was counted, and leaves out names of another version', () => {
    const text = writeMetrics([
      { key: 'hookwright_events_total{status="accepted"}', value: 12 }, { key: 'hookwright_former_total', value: 5 },
    ])
    expect(linesOf(text, 'hookwright_events_total')).toEqual([
      'hookwright_events_total{status="accepted"} 12', 'hookwright_events_total{status="duplicate"} 0',
    ])
    expect(text).not.toContain('former')
  })

  it('gives a histogram whose buckets hold those below, in order, with sum and count, over several flushes', () => {
    const name = 'hookwright_attempt_duration_seconds'
    const made = new Histogram(name, METRICS[name].buckets)
    const stored = new Map<string, number>()
    const flush = () => made.drain((key, value) => stored.set(key, (stored.get(key) ?? 0) + value))
    for (const seconds of [0.004, 0.005, 0.3]) made.observe(seconds)
    flush()
    flush()
    made.observe(99)
    flush()
    const values: Value[] = [...stored].map(([key, value]) => ({ key, value })).reverse()
    const lines = linesOf(writeMetrics(values), name)
    expect(lines[0]).toBe(`${name}_bucket{le="0.005"} 2`)
    const buckets = lines.filter((line) => line.includes('_bucket')).map((line) => Number(line.split(' ')[1]))
    expect(buckets).toEqual([2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4])
    expect(lines.slice(-3)).toEqual([`${name}_bucket{le="+Inf"} 4`, `${name}_sum 99.309`, `${name}_count 4`])
  })

  it('escapes what a label may not hold', () => {
    expect(labelsText({ a: 'x"y\\z\n' })).toBe('{a="x\\"y\\\\z\\n"}')
    expect(`m${labelsText({ a: 'x"y\\z\n' })} 1`).toMatch(SAMPLE)
  })
})
