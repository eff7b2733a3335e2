import { DEMO_DAYS, type DemoScorecard } from './demo-scorecards'
import type { FiredEvent } from '@/lib/scores/score-event'
import { OWN_TYPE } from './demo-own-type'
import type { Chance } from './make-random'

export interface DemoEvent {
  at: number
  type: string
  context: Record<string, unknown>
  scorecard: string | null
  /** Of an event that evaluation made. */
  fired?: FiredEvent
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const SEVERITIES = ['low', 'low', 'medium', 'medium', 'medium', 'high', 'high', 'critical']
const RISK_LEVELS = ['low', 'medium', 'high', 'high', 'high', 'critical']
const HOSTS = ['shop.northwind.example', 'api.northwind.example', 'mail.northwind.example', 'vpn.northwind.example', '192.0.2.17', '192.0.2.44']
const RISKS = ['Certificate expires soon', 'SPF record is missing', 'HSTS is not enforced', 'Server version is shown', 'Weak TLS cipher', 'Open port 3389', 'DMARC policy is none']
const PACKAGES = ['left-pad', 'color-tools', 'fast-queue', 'tiny-router', 'yaml-read', 'date-words']
const hex = (chance: Chance, length: number): string => Array.from({ length }, () => chance.whole(0, 15).toString(16)).join('')
const uuid = (chance: Chance): string => `${hex(chance, 8)}-${hex(chance, 4)}-4${hex(chance, 3)}-a${hex(chance, 3)}-${hex(chance, 12)}`
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

type Make = (chance: Chance, at: number, scored: Scored) => Omit<DemoEvent, 'at' | 'type'>
interface Scored {
  own: DemoScorecard
  vendors: readonly DemoScorecard[]
}

const scoreOf = ({ observations }: DemoScorecard, at: number): number =>
  observations.findLast((observation) => observation.at <= at)?.score ?? observations[0]?.score ?? 600

const vendorDrop: Make = (chance, at, { vendors }) => {
  const vendor = chance.pick(vendors)
  const latest = scoreOf(vendor, at)
  return { scorecard: vendor.domain, context: { LatestScore: latest, PrevScore: latest + chance.whole(10, 90), VendorName: vendor.name, Domain: vendor.domain, Days: 7 } }
}
const vendorLow: Make = (chance, at, { vendors }) => {
  const vendor = chance.pick(vendors.filter((one) => scoreOf(one, at) < 690))
  const latest = Math.min(scoreOf(vendor, at), chance.whole(500, 668))
  return { scorecard: vendor.domain, context: { LatestScore: latest, PrevScore: latest + chance.whole(6, 70), Threshold: 700, VendorName: vendor.name, Domain: vendor.domain } }
}
const plain = (context: Record<string, unknown>): ReturnType<Make> => ({ context, scorecard: null })

// How often each comes, among 1000 events.
const kinds: ReadonlyArray<[type: string, weight: number, make: Make]> = [
  ['VulnerabilitiesDetected', 330, (chance) => plain({
    Hostname: chance.pick(HOSTS),
    Vulnerabilities: Array.from({ length: chance.whole(1, 4) }, () => ({ ID: `CVE-2026-${chance.whole(1000, 39_999)}`, Severity: chance.pick(SEVERITIES), CVSS: Math.round(chance.between(31, 99)) / 10 })),
  })],
  ['RisksAdded', 170, (chance) => {
    const Risks = Array.from({ length: chance.whole(1, 3) }, () => ({ Name: chance.pick(RISKS), Severity: chance.pick(SEVERITIES), Hostname: chance.pick(HOSTS) }))
    return plain({ Severity: [...SEVERITIES].reverse().find((severity) => Risks.some((risk) => risk.Severity === severity)), Risks })
  }],
  ['VendorCSTARDropped', 110, vendorDrop],
  ['VendorCSTARUnderThreshold', 70, vendorLow],
  ['VendorDataLeakDisclosed', 40, (chance, _at, { vendors }) => {
    const vendor = chance.pick(vendors)
    return { scorecard: vendor.domain, context: { VendorName: vendor.name, Title: chance.pick(['Open storage bucket', 'Customer list in a paste', 'Tokens in a public repository']), Severity: chance.pick(SEVERITIES) } }
  }],
  ['investigation.opened', 100, (chance, at) => {
    const level = chance.pick(RISK_LEVELS)
    const id = `inv_${hex(chance, 12)}`
    return plain({ investigation: {
      id, url: `https://console.guard.example/investigations/${id}`, risk_level: level, risk_score: level === 'critical' ? chance.whole(90, 99) : chance.whole(20, 89),
      artifact: { name: chance.pick(PACKAGES), version: `${chance.whole(0, 4)}.${chance.whole(0, 20)}.${chance.whole(0, 9)}` },
      policy: { rule: 'changed-after-approval', description: 'Artifact changed after it was approved' },
      factors: ['approval receipt exists for previous version', `content hash differs since ${dayOf(at)}`],
    } })
  }],
  ['reputations.updated', 115, (chance) => plain({ account: uuid(chance), user: uuid(chance), reputation: uuid(chance) })],
  ['reputations.added', 25, (chance) => plain({ account: uuid(chance), user: uuid(chance), reputation: uuid(chance) })],
  ['IdentityBreachDetected', 20, (chance, at) => plain({
    BreachName: chance.pick(['Paste site', 'Forum dump', 'Stolen backup']), BreachDate: dayOf(at - chance.whole(20, 400) * DAY),
    Emails: Array.from({ length: chance.whole(1, 5) }, () => `${chance.pick(['ann', 'bo', 'cleo', 'dan', 'eve'])}.${chance.whole(1, 99)}@northwind.example`), DataClasses: ['Email addresses', 'Passwords'],
  })],
  ['TyposquatRegistered', 8, (chance, at) => plain({ Domain: 'northwind.example', Typosquat: `north${chance.pick(['w1nd', 'vvind', '-wind', 'winds'])}.example`, RegisteredAt: dayOf(at), Registrar: 'Example Registrar' })],
  ['DataLeakPublished', 6, (chance) => plain({ Title: chance.pick(['Source code in a public repository', 'Customer list in a paste', 'Credentials in a build log']), Severity: chance.pick(SEVERITIES), Source: 'code repository' })],
  ['CustomerCSTARUnderThreshold', 4, (chance, at, { own }) => {
    const latest = Math.min(scoreOf(own, at), chance.whole(500, 598))
    return { scorecard: own.domain, context: { LatestScore: latest, PrevScore: latest + chance.whole(5, 60), Threshold: 600 } }
  }],
  ['VIPIdentityBreachDetected', 2, (chance, at) => plain({ BreachName: 'Forum dump', BreachDate: dayOf(at - 90 * DAY), Emails: [`${chance.pick(['cfo', 'ceo', 'ciso'])}@northwind.example`], DataClasses: ['Email addresses'] })],
  [OWN_TYPE, 12, (chance, at, { vendors }) => {
    const vendor = chance.pick(vendors)
    const daysOverdue = chance.whole(1, 40)
    const open = Array.from({ length: chance.whole(0, 2) }, () => ({ question: chance.pick(['Subprocessors', 'Penetration test', 'Backups']), since: dayOf(at - 60 * DAY) }))
    return { scorecard: vendor.domain, context: { vendor: vendor.name, reviewer: `${chance.pick(['ann', 'bo', 'cleo'])}@northwind.example`, dueOn: dayOf(at - daysOverdue * DAY), daysOverdue, open } }
  }],
  ['TrustPageAccessRequested', 12, (chance) => plain({ Name: chance.pick(['Robin Vale', 'Sam Okoye', 'Kim Brandt']), Email: `buyer${chance.whole(1, 99)}@customer.example`, Company: 'Customer Inc.' })],
]
const total = kinds.reduce((sum, [, weight]) => sum + weight, 0)

const pickKind = (chance: Chance) => {
  let left = chance.next() * total
  return kinds.find(([, weight]) => (left -= weight) < 0) ?? chance.pick(kinds)
}

// Working days and hours see more than nights and weekends.
const likelihood = (at: number): number => {
  const date = new Date(at)
  const isWeekend = date.getUTCDay() % 6 === 0
  const hour = date.getUTCHours()
  return (isWeekend ? 0.35 : 1) * (hour >= 7 && hour < 18 ? 1 : 0.3)
}

const pickTime = (chance: Chance, now: number): number => {
  for (;;) {
    const at = Math.floor(now - 60_000 - chance.next() * (DEMO_DAYS * DAY - 120_000))
    if (chance.happens(likelihood(at))) return at
  }
}

/** Events of one kind within some time, beside the others. */
export function planBurst(chance: Chance, type: string, span: { from: number; to: number; count: number }, scorecards: readonly DemoScorecard[], context: Record<string, unknown> = {}): DemoEvent[] {
  const make = kinds.find(([key]) => key === type)?.[2]
  if (!make) throw new Error(`There is no ${type} in the demo`)
  return Array.from({ length: span.count }, () => {
    const at = chance.whole(span.from, span.to)
    const made = make(chance, at, scoredOf(scorecards))
    return { at, type, ...made, context: { ...made.context, ...context } }
  })
}

const scoredOf = (scorecards: readonly DemoScorecard[]): Scored => {
  const own = scorecards.find(({ kind }) => kind === 'mine')
  if (!own) throw new Error('There is no scorecard of the company itself')
  return { own, vendors: scorecards.filter(({ kind }) => kind === 'vendor') }
}

/** An endless row of events at any time of the four weeks. */
export function* planEvents(chance: Chance, now: number, scorecards: readonly DemoScorecard[]): Generator<DemoEvent, never> {
  const scored = scoredOf(scorecards)
  for (;;) {
    const at = pickTime(chance, now)
    const [type, , make] = pickKind(chance)
    yield { at, type, ...make(chance, at, scored) }
  }
}
