import type { IntegrationView } from '@/lib/contracts/integration'

/** Delivered of all that ended, in percent; 100 only when nothing failed. Null when nothing ended. */
export function successRate({ succeeded, failed }: Pick<IntegrationView['counts24h'], 'succeeded' | 'failed'>): number | null {
  const ended = succeeded + failed
  if (ended === 0) return null
  const percent = (succeeded / ended) * 100
  return failed > 0 ? Math.min(99.9, Math.round(percent * 10) / 10) : 100
}
