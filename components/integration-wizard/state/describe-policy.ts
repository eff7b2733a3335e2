import type { PolicyProfile } from '@/lib/contracts/integration'
import { PROFILES } from '@/lib/contracts/retry-profiles'
import { parseDelays, wordDelays, wordSeconds } from './parse-delays'
import type { FormState } from './form-state'

interface Schedule {
  timeoutSeconds: number
  delays: number[]
  success: string
  jitter: string
}

/** The published schedules in the words of the screen. */
const publishedSchedule = (profile: Exclude<PolicyProfile, 'custom'>): Schedule => {
  const { timeoutMs, delaysSeconds, successBelow, jitter } = PROFILES[profile]
  return {
    timeoutSeconds: timeoutMs / 1000,
    delays: [...delaysSeconds],
    success: successBelow === 300 ? '2xx' : `200–${successBelow - 1}`,
    jitter: jitter === 0 ? 'none' : `±${jitter * 100} %`,
  }
}

export const profileTitles: Record<PolicyProfile, string> = {
  standard: 'Standard',
  guard: 'Guard',
  scorecard: 'Scorecard',
  custom: 'Custom',
}

/** `null` when the custom delays can't be read. */
export function scheduleOf(policy: FormState['policy']): Schedule | null {
  if (policy.profile !== 'custom') return publishedSchedule(policy.profile)
  const delays = parseDelays(policy.retryDelays)
  const timeoutSeconds = Number(policy.timeoutSeconds)
  if (delays === null || !Number.isFinite(timeoutSeconds)) return null
  return { timeoutSeconds, delays, success: '2xx', jitter: policy.jitter ? '±20 %' : 'none' }
}

/** "5 retries over 36 hours": the sentence that is chosen from. */
export function summarisePolicy(policy: FormState['policy']): string {
  const schedule = scheduleOf(policy)
  if (schedule === null) return 'Own retries'
  const { delays } = schedule
  if (delays.length === 0) return 'No retries'
  const total = delays.reduce((sum, delay) => sum + delay, 0)
  return `${delays.length} ${delays.length === 1 ? 'retry' : 'retries'} over ${wordSpan(total)}`
}

/** What happens from the first failure on, in whole sentences. */
export function explainPolicy(policy: FormState['policy']): string {
  const schedule = scheduleOf(policy)
  if (schedule === null) return 'Write the waits as “5 s, 5 min, 2 h”.'
  const { delays, timeoutSeconds, success, jitter } = schedule
  const limit = `Each request has ${timeoutSeconds} s. Only ${success} counts as delivered.`
  if (delays.length === 0) return `${limit} After a failure nothing is sent again.`
  const spread = jitter === 'none' ? '' : `, each ${jitter}`
  return `${limit} After a failure it is sent again after ${wordDelays(delays)}${spread}; then it is marked failed.`
}

function wordSpan(seconds: number): string {
  if (seconds < 120) return wordSeconds(seconds)
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`
  const hours = seconds / 3600
  return `${hours < 10 ? Math.round(hours * 10) / 10 : Math.round(hours)} hours`
}
