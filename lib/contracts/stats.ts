import * as z from 'zod'

/** `24h` in steps of 15 minutes, `7d` of 2 hours, `30d` of days. */
export const statsRange = z.enum(['24h', '7d', '30d'])
export type StatsRange = z.infer<typeof statsRange>

export const statsQuery = z.object({
  range: statsRange.default('24h'),
  utcOffset: z.coerce.number().int().min(-840).max(840).default(0)
    .describe('Minutes by which the clock of the reader is ahead of UTC: steps begin at its full hours and midnights'),
})
export type StatsQuery = z.infer<typeof statsQuery>

const count = z.number().int()
const counts = z.object({
  attempts: count,
  succeeded: count,
  failed: count,
  failures: z.object({
    status4xx: count, status5xx: count,
    noAnswer: count.describe('Timeouts, refused connections, TLS and DNS errors, answers that broke off'),
    other: count.describe('Other statuses, and what did not leave or whose outcome is not known'),
  }),
})
const latency = z.object({ p50Ms: z.number(), p95Ms: z.number() }).nullable()
  .describe('About how long answers took; a timeout counts with its limit. Null when there were none')

const span = {
  range: statsRange,
  since: z.string(),
  until: z.string().describe('The end of the last step, which is not over yet'),
  stepSeconds: z.number().int(),
  isComplete: z.boolean().describe('False while history from before an upgrade is still being counted'),
}

export const attemptCounts = counts
export type AttemptCounts = z.infer<typeof counts>

export const statsPoint = counts.extend({ at: z.string() })
export type StatsPoint = z.infer<typeof statsPoint>

/** Attempts of a workspace over time; tests are not counted. */
export const stats = z.object({ ...span, totals: counts, points: z.array(statsPoint) })
export type Stats = z.infer<typeof stats>

export const integrationStatsPoint = statsPoint.extend({ latency })
export type IntegrationStatsPoint = z.infer<typeof integrationStatsPoint>

/** Attempts of one integration over time. */
export const integrationStats = z.object({ ...span, totals: counts.extend({ latency }), points: z.array(integrationStatsPoint) })
export type IntegrationStats = z.infer<typeof integrationStats>

/** The last 24 hours of an integration, hour by hour, the oldest first. */
export const recentHours = z.object({ integrationId: z.string(), succeeded: z.array(count), failed: z.array(count) })
export type RecentHours = z.infer<typeof recentHours>
export const integrationsStats = z.object({ since: z.string(), until: z.string(), stepSeconds: z.number().int(), data: z.array(recentHours) })
export type IntegrationsStats = z.infer<typeof integrationsStats>
