import type { ScorecardFacts } from '@/lib/scores/scorecard-facts'
import { FACTORS } from '@/lib/catalogue/factors'
import type { Chance } from './make-random'

export const DEMO_DAYS = 28
const DAY = 24 * 3_600_000

export interface DemoScorecard {
  domain: string
  name: string
  kind: 'mine' | 'vendor' | 'domain'
  followed: boolean
  tier: string | null
  labels: string[]
  /** One a day, the oldest first. */
  observations: Array<{ at: number; score: number; factors: Record<string, number>; issues: object | null; breach: object | null }>
}

// A company, its tier, its labels, where its score began and by how much it moves a day.
const companies: ReadonlyArray<[name: string, tier: string | null, labels: string[], start: number, drift: number]> = [
  ['Fabrikam Cloud', '1', ['cloud', 'customer data'], 862, 0.4], ['Contoso Payroll', '1', ['payroll', 'customer data'], 781, -2.1],
  ['Tailspin Mail', '1', ['mail'], 702, -4.6], ['Litware Health', '1', ['health', 'customer data'], 655, -3.4],
  ['Adventure Works', '2', ['logistics'], 744, 1.2], ['Proseware', '2', ['software'], 911, 0.1], ['Wingtip Payments', '1', ['payments'], 884, -0.6],
  ['Blue Yonder Air', '3', ['travel'], 633, 0.5], ['Coho Storage', '1', ['cloud', 'backup'], 826, 0.9], ['Lucerne Print', '3', ['office'], 571, 1.9],
  ['Margie Travel', '3', ['travel'], 688, -0.2], ['Trey Research', '2', ['research'], 796, -1.1], ['VanArsdel Legal', '2', ['legal'], 718, 0.7],
  ['Woodgrove Bank', '1', ['payments', 'banking'], 934, -0.3], ['Relecloud', '2', ['cloud'], 845, -2.8], ['Graphic Design Institute', '3', ['marketing'], 604, -0.9],
  ['Humongous Insurance', '2', ['insurance'], 769, 0.2], ['Munson Pickles', null, ['catering'], 522, 0.6], ['Nod Publishers', '3', ['marketing'], 677, 0.1],
  ['School of Fine Art', null, ['training'], 548, -0.4], ['Southridge Video', '2', ['meetings'], 731, 1.4], ['Best For You Organics', null, ['catering'], 639, 0],
  ['Liberty Delightful', '3', ['office'], 712, -1.7], ['First Up Consultants', '2', ['consulting'], 803, 0.5],
]
const own: ReadonlyArray<[domain: string, name: string, kind: 'mine' | 'domain', start: number, drift: number]> = [
  ['northwind.example', 'Northwind Traders', 'mine', 748, -5.2], ['shop.northwind.example', 'Shop', 'domain', 701, -3], ['api.northwind.example', 'API', 'domain', 879, 0.3],
]

/** What scopes and conditions of the demo ask about a scorecard. */
export const factsOf = (card: Pick<DemoScorecard, 'kind' | 'followed' | 'tier' | 'labels'>): ScorecardFacts => ({ ...card, attributes: {}, portfolioIds: [] })

/** The same of the scorecard that an event is about. */
export const factsAbout = (scorecards: readonly DemoScorecard[]): ((domain: string | null) => ScorecardFacts | undefined) => {
  const facts = new Map(scorecards.map((card) => [card.domain, factsOf(card)]))
  return (domain) => (domain === null ? undefined : facts.get(domain))
}

/** Portfolios, by a label or a tier of their members. */
export const demoPortfolios: ReadonlyArray<{ name: string; description: string; has: (scorecard: DemoScorecard) => boolean }> = [
  { name: 'Critical vendors', description: 'Tier 1: a failure stops us', has: ({ tier }) => tier === '1' },
  { name: 'Customer data', description: 'Who processes what our customers entrust to us', has: ({ labels }) => labels.includes('customer data') },
  { name: 'Cloud and backup', description: 'Where our systems run', has: ({ labels }) => labels.includes('cloud') || labels.includes('backup') },
]

const clamp = (score: number): number => Math.round(Math.min(990, Math.max(180, score)))

const observe = (chance: Chance, now: number, start: number, drift: number): DemoScorecard['observations'] => {
  let score = start
  const leaning = FACTORS.map((factor) => [factor, chance.between(-90, 60)] as const)
  const incident = chance.happens(0.35) ? chance.whole(6, DEMO_DAYS - 2) : -1
  return Array.from({ length: DEMO_DAYS }, (_, day) => {
    if (day === incident) score -= chance.between(45, 110)
    score += drift + chance.between(-6, 6) + (incident >= 0 && day > incident ? 3 : 0)
    const at = now - (DEMO_DAYS - 1 - day) * DAY - 4 * 3_600_000 - chance.whole(0, 1_800_000)
    return {
      at, score: clamp(score), factors: Object.fromEntries(leaning.map(([factor, by]) => [factor, clamp(score + by + chance.between(-15, 15))])),
      issues: day === incident ? { tlscert_expired: { severity: 'high', active: { count: chance.whole(1, 6) } } } : null,
      breach: null,
    }
  })
}

const domainOf = (name: string): string => `${name.toLowerCase().replaceAll(' ', '-')}.example`

/** The company itself, two of its domains and two dozen vendors, each with a score a day. Pure but for chance. */
export function planScorecards(chance: Chance, now: number): DemoScorecard[] {
  return [
    ...own.map(([domain, name, kind, start, drift]): DemoScorecard =>
      ({ domain, name, kind, followed: true, tier: null, labels: [], observations: observe(chance, now, start, drift) })),
    ...companies.map(([name, tier, labels, start, drift]): DemoScorecard => ({
      domain: domainOf(name), name, kind: 'vendor', followed: tier === '1' || tier === '2', tier, labels, observations: observe(chance, now, start, drift),
    })),
  ]
}
