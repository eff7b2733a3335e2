export const timeRanges = ['1h', '24h', '7d', '30d'] as const
export type TimeRange = (typeof timeRanges)[number]

export const timeRangeWords: Record<TimeRange, string> = {
  '1h': 'Last hour', '24h': 'Last 24 hours', '7d': 'Last 7 days', '30d': 'Last 30 days',
}

const hours: Record<TimeRange, number> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 }

/** When a range that ends now began, in ISO 8601; undefined for "any time". */
export const sinceOf = (range: TimeRange | null, nowMs: number) =>
  range ? new Date(nowMs - hours[range] * 3_600_000).toISOString() : undefined
