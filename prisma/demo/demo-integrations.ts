import type { Condition } from '@/lib/contracts/scorecard'
import type { ErrorCode } from '@/lib/contracts/delivery'
import { PAGERDUTY_KEY } from '@/lib/templates/presets/find-placeholders'
import { listBodyPresets } from '@/lib/templates/presets/list-body-presets'
import { OWN_TYPE } from './demo-own-type'
import type { Chance } from './make-random'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What a receiver answers to one attempt. */
export interface DemoAnswer {
  status: number | null // null: no answer
  error?: { code: ErrorCode; message: string }
  retryAfter?: string
  headers: Record<string, string>
  body: string
  /** Of the whole exchange. */
  durationMs: number
}

/** An attempt, `before` (ms) the end of the demo. */
export interface DemoTry {
  before: number
  number: number
  /** Of a delivery that is refused each time. */
  isRefused: boolean
}

export interface DemoIntegration {
  key: string
  input: object
  /** Pure but for chance. */
  answer: (chance: Chance, attempt: DemoTry) => DemoAnswer
  /** How many of its deliveries it refuses whenever they come. */
  refuses?: number
  /** So long before the end it answered 410 and was switched off. */
  goneBefore?: number
  /** So long before the end it began to fail; its breaker is open since. */
  failingBefore?: number
}

const json = (status: number, body: string, durationMs: number, more: Partial<DemoAnswer> = {}): DemoAnswer =>
  ({ status, body, durationMs, ...more, headers: { 'content-type': 'application/json', ...more.headers } })
const timeout = (seconds: number): DemoAnswer => ({
  status: null, headers: {}, body: '', durationMs: seconds * 1000,
  error: { code: 'timeout', message: `No complete answer within ${seconds} s: the time ran out while waiting for the answer` },
})
// Most answers come quickly, some take their time.
const latency = (chance: Chance, typical: number): number => Math.round(typical * (0.6 + chance.next() * 0.8) * (chance.happens(0.04) ? chance.between(3, 12) : 1))

const bodyOf = (preset: string, type: string): string | null =>
  listBodyPresets().find(({ key }) => key === preset)?.templateFor(type).replace(PAGERDUTY_KEY, '0'.repeat(32)) ?? null
const triggers = (preset: string | null, ...types: Array<string | [type: string, params: object, conditions?: Condition[]]>) =>
  types.map((given) => {
    const [type, params, conditions = []] = typeof given === 'string' ? [given, {}] : given
    return { type, params, conditions, template: preset === null ? null : bodyOf(preset, type) }
  })

/**
 * Six receivers of different kinds. Their names end in `.example`, which is reserved and which no name server knows:
 * whatever is sent to them later ends there.
 */
export const demoIntegrations: readonly DemoIntegration[] = [
  {
    key: 'siem',
    input: {
      type: 'webhook', name: 'SIEM', preset: 'splunk',
      triggers: triggers('splunk', 'CustomerCSTARUnderThreshold', 'VulnerabilitiesDetected', 'RisksAdded', 'IdentityBreachDetected', 'TyposquatRegistered', OWN_TYPE),
      destination: {
        url: 'https://siem.northwind.example/services/collector/event', headers: [{ name: 'Authorization', value: 'Splunk 00000000-0000-4000-8000-000000000000', secret: true }],
      },
      signing: { scheme: 'none' },
    },
    refuses: 0.003,
    answer: (chance, { before, isRefused }) => {
      const isOutage = before > 9 * DAY && before < 9 * DAY + 2.5 * HOUR
      if (isOutage) return json(503, '{"text":"Server is busy","code":9}', latency(chance, 60))
      if (isRefused) return json(400, '{"text":"Invalid data format","code":6,"invalid-event-number":0}', latency(chance, 40))
      if (chance.happens(0.008)) return timeout(15)
      return json(200, '{"text":"Success","code":0}', latency(chance, 48))
    },
  },
  {
    key: 'slack',
    input: {
      type: 'webhook', name: '#vendor-notify', preset: 'slack',
      triggers: triggers('slack', ['VendorCSTARUnderThreshold', { threshold: 650 }], ['VendorCSTARDropped', { points: 25, days: 7 }, [{ field: 'tier', op: 'is_not', value: '3' }]], 'VendorDataLeakDisclosed'),
      destination: { url: 'https://hooks.chat.example/services/vendor-notify' }, signing: { scheme: 'none' }, limits: { perSecond: 1, concurrency: null },
    },
    answer: (chance, { number }): DemoAnswer => {
      if (number === 1 && chance.happens(0.05)) {
        return { status: 429, retryAfter: '30', headers: { 'content-type': 'text/plain', 'retry-after': '30' }, body: 'rate_limited', durationMs: latency(chance, 80) }
      }
      return { status: 200, headers: { 'content-type': 'text/html' }, body: 'ok', durationMs: latency(chance, 140) }
    },
  },
  {
    key: 'pager',
    input: {
      type: 'webhook', name: 'Security on call', preset: 'pagerduty',
      triggers: triggers('pagerduty', 'DataLeakPublished', 'VIPIdentityBreachDetected', ['CustomerCSTARUnderThreshold', { threshold: 550 }]),
      destination: { url: 'https://events.pager.example/v2/enqueue' }, signing: { scheme: 'none' },
    },
    answer: (chance, { number, before }) =>
      number === 1 && before > 2 * DAY && chance.happens(0.01)
        ? json(500, '{"status":"error"}', latency(chance, 300))
        : json(202, '{"status":"success","message":"Event processed"}', latency(chance, 210)),
  },
  {
    key: 'guard',
    input: {
      type: 'webhook', name: 'Guard console', preset: 'guard', triggers: triggers(null, ['investigation.opened', { minRiskLevel: 'high' }]),
      destination: { url: 'https://console.guard.example/alerts' }, signing: { scheme: 'guard' }, policy: { profile: 'guard' },
    },
    answer: (chance, { before, number }) => {
      if (number < 3 && chance.happens(before < 2 * DAY ? 0.35 : 0.02)) return timeout(10)
      return json(204, '', latency(chance, 90))
    },
  },
  {
    key: 'desk',
    input: {
      type: 'webhook', name: 'Service desk', preset: 'servicenow',
      triggers: triggers('servicenow', ['RisksAdded', { minSeverity: 'high' }], 'DataLeakPublished', 'TrustPageAccessRequested'),
      destination: { url: 'https://desk.northwind.example/api/now/table/incident', auth: { kind: 'basic', username: 'ratings', password: 'not-a-real-password' } },
      signing: { scheme: 'none' },
    },
    failingBefore: 190 * MINUTE,
    refuses: 0.012,
    answer: (chance, { before, isRefused }) => {
      if (before < 190 * MINUTE) return json(503, '{"error":{"message":"Instance is being upgraded"},"status":"failure"}', latency(chance, 120))
      if (isRefused) return json(400, '{"error":{"message":"short_description is too long"},"status":"failure"}', latency(chance, 150))
      return json(201, '{"result":{"number":"INC0010023"}}', latency(chance, 260))
    },
  },
  {
    key: 'reputations',
    input: {
      type: 'webhook', name: 'Reputation sync', preset: 'argyle', triggers: triggers(null, 'reputations.added', 'reputations.updated'),
      destination: { url: 'https://sync.partner.example/argyle', params: [{ name: 'source', value: 'hookwright' }] },
      signing: { scheme: 'argyle', secret: 'demo signing secret' },
    },
    goneBefore: 4.2 * DAY,
    answer: (chance, { before }) => {
      if (before <= 4.2 * DAY) return { status: 410, headers: { 'content-type': 'text/plain' }, body: 'This endpoint was retired', durationMs: latency(chance, 70) }
      if (before < 4.2 * DAY + HOUR) return json(502, '', latency(chance, 40))
      return json(200, '{"received":true}', latency(chance, 75))
    },
  },
]
