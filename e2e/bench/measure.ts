/** The value that `share` (0 to 1) of the values do not exceed; NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Milliseconds of a clock that all processes of the machine share and that nobody sets. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6

export const perSecond = (count: number, ms: number): number => Math.round((count * 1000) / ms)
