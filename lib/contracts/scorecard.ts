import * as z from 'zod'
import { SEVERITIES } from '@/lib/catalogue/risk-order'
import { FACTORS } from '@/lib/catalogue/factors'
import { normaliseDomain } from '@/lib/scores/normalise-domain'
import { eventTypeKey } from './event'
import { pageQuery } from './paging'

export const scorecardKind = z.enum(['mine', 'vendor', 'domain'])
export type ScorecardKind = z.infer<typeof scorecardKind>

/** A domain name or IP address, brought to the form in which it is stored. */
export const domain = z.string().min(1).max(1024).transform((text, ctx) => {
  const known = normaliseDomain(text)
  if (known !== null) return known
  ctx.addIssue({ code: 'custom', message: 'Must be a domain such as example.com, or an IP address' })
  return z.NEVER
})

const name = z.string().trim().min(1).max(200)
const tier = z.string().trim().min(1).max(50)
const labels = z.array(z.string().trim().min(1).max(100)).max(50).transform((all) => [...new Set(all)])
const attributeName = z.string().trim().min(1, { message: 'Give the attribute a name' }).max(100).refine((text) => text !== '__proto__', { message: 'This name cannot be used' })
const attributes = z
  .record(attributeName, z.union([z.string().max(1000), z.number(), z.boolean()]))
  .refine((all) => Object.keys(all).length <= 50, { message: 'At most 50 attributes' })

export const scorecardInput = z.strictObject({
  domain,
  name: name.nullable().default(null),
  kind: scorecardKind.default('vendor'),
  followed: z.boolean().default(false),
  tier: tier.nullable().default(null),
  labels: labels.default([]),
  attributes: attributes.default({}),
})
export type ScorecardInput = z.infer<typeof scorecardInput>

/** A PATCH: what is left out stays; labels and attributes are replaced. The domain is what a scorecard is of: it stays. */
export const scorecardPatch = z.strictObject({
  name: name.nullable().optional(),
  kind: scorecardKind.optional(),
  followed: z.boolean().optional(),
  tier: tier.nullable().optional(),
  labels: labels.optional(),
  attributes: attributes.optional(),
})
export type ScorecardPatch = z.infer<typeof scorecardPatch>

/** Creates or changes; what is left out stays. */
export const importedScorecard = z.strictObject({
  domain,
  name: name.optional(),
  kind: scorecardKind.optional(),
  followed: z.boolean().optional(),
  tier: tier.optional(),
  labels: labels.optional(),
})
export const scorecardImport = z.strictObject({ scorecards: z.array(importedScorecard).min(1).max(1000) })
export type ScorecardImport = z.infer<typeof scorecardImport>
export const scorecardsImported = z.object({ created: z.number().int(), changed: z.number().int() })
export type ScorecardsImported = z.infer<typeof scorecardsImported>

export const scorecardQuery = pageQuery.extend({
  kind: scorecardKind.optional(),
  followed: z.enum(['true', 'false']).transform((text) => text === 'true').optional(),
  tier: z.string().max(50).optional(),
  label: z.string().max(100).optional(),
  portfolio: z.string().max(40).optional(),
  q: z.string().max(253).optional(),
})
export type ScorecardQuery = z.infer<typeof scorecardQuery>

const score = z.number().min(0).max(1000)
const factorScores = z.partialRecord(z.enum(FACTORS), score)
const issueCount = z.looseObject({ count: z.number().int().min(0) })
export const issue = z.looseObject({
  severity: z.string().max(50).optional(),
  active: issueCount.optional(),
  departed: issueCount.optional(),
  resolved: issueCount.optional(),
})
const issues = z.record(z.string().min(1).max(200), issue)
  .refine((all) => Object.keys(all).length <= 500, { message: 'At most 500 issue types' })
const breach = z.record(z.string(), z.unknown())

/** What an observation may tell; the parts of a `scorecard.changed` event's context are read by the same rules. */
export const observationParts = { score, factors: factorScores, issues, breach }

export const scoreEntry = z.strictObject({
  domain,
  score,
  factors: factorScores.optional(),
  issues: issues.optional(),
  breach: breach.optional(),
  observedAt: z.iso.datetime({ offset: true }).optional(),
  /** False: it is kept and becomes what the next one is compared with, but nothing fires. For imports. */
  evaluate: z.boolean().optional(),
})

export const MAX_SCORES = 1000
export const scoresInput = z.strictObject({
  scores: z.array(scoreEntry).min(1).max(MAX_SCORES),
  /** For all entries that do not say otherwise. */
  evaluate: z.boolean().default(true),
})
export type ScoresInput = z.infer<typeof scoresInput>

export const acceptedScores = z.object({
  batchId: z.string(),
  scores: z.array(z.object({
    scorecardId: z.string(),
    domain: z.string(),
    observedAt: z.string(),
    status: z.enum(['accepted', 'duplicate']),
  })),
})
export type AcceptedScores = z.infer<typeof acceptedScores>

export const grade = z.enum(['A', 'B', 'C', 'D', 'F'])

export const scorecard = z.object({
  id: z.string(),
  domain: z.string(),
  name: z.string().nullable(),
  kind: scorecardKind,
  followed: z.boolean(),
  tier: z.string().nullable(),
  labels: z.array(z.string()),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  portfolios: z.array(z.object({ id: z.string(), name: z.string() })),
  score: z.number().nullable(),
  grade: grade.nullable(),
  factors: z.partialRecord(z.enum(FACTORS), z.number()),
  observedAt: z.string().nullable(),
  /** Score now less the score in force seven days ago; null without one. */
  change7d: z.number().nullable(),
  /** The last score of each day of the last 30 that has one, oldest first. */
  trend: z.array(z.object({ at: z.string(), score: z.number() })),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type ScorecardView = z.infer<typeof scorecard>

export const historyQuery = pageQuery.extend({
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
})
export type HistoryQuery = z.infer<typeof historyQuery>

/** `late`: it came after a newer one, so nothing was evaluated from it. `pending`: evaluation is about to begin. `set_aside`: it failed. */
export const observationOutcome = z.enum(['pending', 'baseline', 'evaluated', 'imported', 'late', 'set_aside'])
export const observation = z.object({
  observedAt: z.string(),
  score: z.number().nullable(),
  grade: grade.nullable(),
  factors: factorScores.nullable(),
  issues: issues.nullable(),
  breach: breach.nullable(),
  outcome: observationOutcome,
})
export type ObservationView = z.infer<typeof observation>

export const portfolioInput = z.strictObject({
  name,
  description: z.string().trim().max(1000).nullable().default(null),
  /** Scorecards, by id or by domain. */
  members: z.array(z.string().min(1).max(253)).max(10_000).default([]),
})
export type PortfolioInput = z.infer<typeof portfolioInput>
export const portfolioPatch = z.strictObject({
  name: name.optional(),
  description: portfolioInput.shape.description.unwrap().optional(),
  members: portfolioInput.shape.members.unwrap().optional(),
})
export type PortfolioPatch = z.infer<typeof portfolioPatch>
export const memberInput = z.strictObject({ members: z.array(z.string().min(1).max(253)).min(1).max(10_000) })

export const portfolio = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  memberCount: z.number().int(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export const portfolioDetail = portfolio.extend({
  members: z.array(z.object({ id: z.string(), domain: z.string(), name: z.string().nullable() })),
})
export type PortfolioView = z.infer<typeof portfolio>
export type PortfolioDetail = z.infer<typeof portfolioDetail>

/** "+ Add conditional logic": all conditions of a trigger must be met by the event's scorecard. */
export const conditionOp = z.enum(['is', 'is_not', 'contains', 'not_contains'])
const value = z.string().trim().min(1, { message: 'Give the condition a value' }).max(1000)
export const condition = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('tier'), op: conditionOp, value }),
  z.strictObject({ field: z.literal('label'), op: conditionOp, value }),
  z.strictObject({ field: z.literal('portfolio'), op: z.enum(['is', 'is_not']), value }),
  z.strictObject({ field: z.literal('attribute'), name: attributeName, op: conditionOp, value }),
])
export type Condition = z.infer<typeof condition>
export const conditions = z.array(condition).max(20)

/** Which scorecards a rule is about. */
export const scoreScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mine') }),
  z.strictObject({ kind: z.literal('followed') }),
  z.strictObject({ kind: z.literal('portfolio'), portfolioId: z.string().min(1).max(40) }),
])
export type ScoreScope = z.infer<typeof scoreScope>

const threshold = z.number().gt(0).max(1000)
export const factor = z.enum(FACTORS)
export type FactorName = z.infer<typeof factor>
/** What a rule waits for. */
export const ruleEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['score_drop', 'score_rise']), threshold }),
  z.strictObject({ kind: z.enum(['grade_drop', 'grade_raise']) }),
  z.strictObject({ kind: z.enum(['factor_score_drop', 'factor_score_rise']), factor, threshold }),
  z.strictObject({ kind: z.enum(['factor_grade_drop', 'factor_grade_raise']), factor }),
  z.strictObject({ kind: z.literal('new_issues'), by: z.literal('severity'), severity: z.enum(SEVERITIES) }),
  z.strictObject({ kind: z.literal('breach') }),
])
export type RuleEvent = z.infer<typeof ruleEvent>

export const backtestInput = z
  .strictObject({
    triggerType: eventTypeKey.optional(),
    event: ruleEvent.optional(),
    params: z.record(z.string(), z.unknown()).default({}),
    scope: scoreScope.optional(),
    conditions: conditions.default([]),
    days: z.number().int().min(1).max(365).default(30),
  })
  .refine((given) => (given.triggerType === undefined) !== (given.event === undefined), {
    path: ['triggerType'], message: 'Give either the triggerType or a rule\'s event',
  })
export type BacktestInput = z.infer<typeof backtestInput>

const hitValue = z.union([z.number(), z.string(), z.null()])
export const backtest = z.object({
  count: z.number().int(),
  /** Newest first, at most 1000. */
  hits: z.array(z.object({ at: z.string(), domain: z.string().nullable(), from: hitValue, to: hitValue })),
})
export type Backtest = z.infer<typeof backtest>
