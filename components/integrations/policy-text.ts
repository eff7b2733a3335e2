import { formatDuration } from '@/components/ui/format-time'
import type { IntegrationView } from '@/lib/contracts/integration'
import { policyWords } from './integration-words'

/** When a failed attempt is repeated, in words. */
export function policyText(policy: IntegrationView['policy']): string {
  if (policy.profile !== 'custom') return policyWords[policy.profile]
  const delays = policy.retryDelaysSeconds ?? []
  const limit = policy.timeoutMs === undefined ? '' : `, ${policy.timeoutMs / 1000} s per attempt`
  if (delays.length === 0) return `No retries${limit}`
  const total = delays.reduce((sum, delay) => sum + delay, 0)
  return `${delays.length} ${delays.length === 1 ? 'retry' : 'retries'} over ${formatDuration(total)}${limit}`
}
