import { formatDate } from '@/components/ui/format-date'
import { successRate } from '@/components/integrations/success-rate'
import { formatMs } from '@/components/ui/format-time'
import type { AttemptCounts, IntegrationStatsPoint, StatsRange } from '@/lib/contracts/stats'

export const rangeWords: Record<StatsRange, string> = { '24h': 'the last 24 hours', '7d': 'the last 7 days', '30d': 'the last 30 days' }

/** `1,204` */
export const formatCount = (count: number) => count.toLocaleString('en')

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** `850`, `1.2K`: for axes. */
export const formatShort = (count: number) => compact.format(count)

/** `25 Nov, 14:00–14:15`, `Wed 25 Nov`: the time of a step in the reader's zone. */
export function nameStep(at: string, stepSeconds: number): string {
  const from = new Date(at)
  if (stepSeconds >= 86_400) return formatDate(from, 'EEE d MMM')
  return `${formatDate(from, 'd MMM, HH:mm')}–${formatDate(new Date(from.getTime() + stepSeconds * 1000), 'HH:mm')}`
}

const failureWords: Record<keyof AttemptCounts['failures'], string> = {
  status4xx: '4xx', status5xx: '5xx', noAnswer: 'no answer', other: 'other',
}

/** `3 failed (2 × 5xx, 1 × no answer)` with its parts, `none failed` */
function tellFailed({ failed, failures }: AttemptCounts): string {
  if (failed === 0) return 'none failed'
  const kinds = Object.entries(failures).filter(([, count]) => count > 0) as Array<[keyof typeof failureWords, number]> // its own keys
  return `${formatCount(failed)} failed (${kinds.map(([kind, count]) => `${formatCount(count)} × ${failureWords[kind]}`).join(', ')})`
}

/** `120 succeeded, 3 failed (3 × 5xx)` */
export const tellCounts = (counts: AttemptCounts): string =>
  counts.attempts === 0 ? 'no attempts' : `${formatCount(counts.succeeded)} succeeded, ${tellFailed(counts)}`

/** `98.2 %`, or null without attempts. */
export function tellRate(counts: AttemptCounts): string | null {
  const rate = successRate(counts)
  return rate === null ? null : `${rate} %`
}

/** `p50 87 ms, p95 480 ms` */
export const tellLatency = (latency: IntegrationStatsPoint['latency']): string =>
  latency === null ? 'no answers' : `p50 ${formatMs(latency.p50Ms)}, p95 ${formatMs(latency.p95Ms)}`

interface AxisLabel {
  /** The number of its step. */
  step: number
  text: string
}

/** Where the time axis has a word: every six hours, every midnight, every Monday. Pure but for the zone. */
export function labelSteps(starts: readonly string[], range: StatsRange): AxisLabel[] {
  return starts.flatMap((iso, step) => {
    const at = new Date(iso)
    const isHour = at.getMinutes() === 0
    if (range === '24h') return isHour && at.getHours() % 6 === 0 ? [{ step, text: formatDate(at, 'HH:mm') }] : []
    if (range === '7d') return at.getHours() < 2 ? [{ step, text: formatDate(at, 'EEE') }] : []
    return at.getDay() === 1 ? [{ step, text: formatDate(at, 'd MMM') }] : []
  })
}
