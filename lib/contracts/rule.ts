import * as z from 'zod'
import { attempt, deliveryStatus, errorCode, testResult } from './delivery'
import { destination, integration, integrationInput, integrationPatch, policy } from './integration'
import { pageQuery } from './paging'
import { MAX_STEPS } from './rule-limits'
import { conditions, ruleEvent, scoreScope } from './scorecard'

/** A web request of a rule: a destination, and what is sent there. */
export const ruleStep = destination.extend({
  id: z.string().max(40).optional().describe('As read: this step stays the one it is, with its secrets'),
  template: z.string().max(100_000).nullable().default(null).describe('Liquid; null: the standard body of rules'),
})
export type RuleStepInput = z.infer<typeof ruleStep>

export const ruleInput = z.object({
  name: integrationInput.shape.name,
  enabled: z.boolean().default(true),
  ownerEmail: integrationInput.shape.ownerEmail.describe('A member, who gets the mail when a web request has failed for good; left out by a person: that person'),
  event: ruleEvent,
  scope: scoreScope,
  /** All of them must be met by the scorecard, besides the scope. */
  conditions: conditions.default([]),
  steps: z.array(ruleStep).min(1).max(MAX_STEPS),
  policy: policy.default({ profile: 'scorecard' }),
})
export type RuleInput = z.infer<typeof ruleInput>

/** A PATCH: what is left out stays; event, scope, conditions and steps are replaced. */
export const rulePatch = z.object({
  name: ruleInput.shape.name.optional(),
  enabled: z.boolean().optional(),
  ownerEmail: ruleInput.shape.ownerEmail,
  event: ruleEvent.optional(),
  scope: scoreScope.optional(),
  conditions: conditions.optional(),
  steps: ruleInput.shape.steps.optional(),
  policy: integrationPatch.shape.policy,
})
export type RulePatch = z.infer<typeof rulePatch>

export const executionStatus = z.enum(['running', 'succeeded', 'failed', 'cancelled'])
export type ExecutionStatus = z.infer<typeof executionStatus>

const { url, headers, params, auth } = integration.shape.destination.shape

export const rule = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  ownerEmail: z.string().nullable(),
  event: ruleEvent,
  scope: scoreScope,
  conditions,
  steps: z.array(z.object({ id: z.string(), url, headers, params, auth, template: z.string().nullable() })),
  policy: integration.shape.policy,
  /** The newest execution that is no test. */
  lastExecution: z.object({ id: z.string(), status: executionStatus, createdAt: z.string() }).nullable(),
  /** Executions of the last 24 hours, without tests. */
  counts24h: z.object({ running: z.number(), succeeded: z.number(), failed: z.number(), cancelled: z.number() }),
  version: z.number().int(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type RuleView = z.infer<typeof rule>
export type RuleStepView = RuleView['steps'][number]

/** `waiting`: an earlier one is not through. `not_run`: an earlier one failed, or the chain was cancelled before. */
export const stepStatus = z.enum([...deliveryStatus.options, 'waiting', 'not_run'])
export type StepStatus = z.infer<typeof stepStatus>

export const executionStep = z.object({
  /** From 1. */
  number: z.number().int(),
  stepId: z.string(),
  url: z.string(),
  status: stepStatus,
  deliveryId: z.string().nullable(),
  attemptCount: z.number().int(),
  maxAttempts: z.number().int().nullable(),
  statusCode: z.number().int().nullable(),
  errorCode: errorCode.nullable(),
  nextAttemptAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
})
export type ExecutionStepView = z.infer<typeof executionStep>

/** One time that a rule fired. */
export const ruleExecution = z.object({
  /** What its web requests carry as `execution_id`. */
  id: z.string(),
  ruleId: z.string(),
  status: executionStatus,
  test: z.boolean(),
  /** The event that fired it; null for a test. */
  eventId: z.string().nullable(),
  scorecard: z.object({ id: z.string(), domain: z.string(), name: z.string().nullable() }).nullable(),
  /** As in the body: what fired. Null when the event is no longer retained. */
  trigger: z.record(z.string(), z.unknown()).nullable(),
  steps: z.array(executionStep),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
})
export type ExecutionView = z.infer<typeof ruleExecution>

/** The same with every attempt of every web request. */
export const ruleExecutionDetail = ruleExecution.extend({
  steps: z.array(executionStep.extend({ attempts: z.array(attempt) })),
})
export type ExecutionDetail = z.infer<typeof ruleExecutionDetail>

export const executionQuery = pageQuery.extend({
  status: z.union([executionStatus, z.array(executionStatus)]).optional(),
  test: z.enum(['true', 'false']).optional(),
})
export type ExecutionQuery = z.infer<typeof executionQuery>

/** A trial of a saved rule, with what is on the screen over it. */
export const ruleTestInput = z.object({ rule: rulePatch.optional() })
/** A trial of a rule that is not saved yet. */
export const newRuleTestInput = z.object({ rule: ruleInput })

/** What came of a trial event: each web request in order, the rest `not_run` after the first that failed. */
export const ruleTestResult = z.object({
  ok: z.boolean(),
  executionId: z.string().nullable().describe('Where the executions show it; null for a rule that is not saved'),
  trigger: z.record(z.string(), z.unknown()),
  steps: z.array(z.object({
    number: z.number().int(),
    url: z.string(),
    status: z.enum(['succeeded', 'failed', 'not_run']),
    result: testResult.nullable(),
  })),
})
export type RuleTestResult = z.infer<typeof ruleTestResult>
