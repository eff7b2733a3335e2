import * as z from 'zod'
import { eventTypeKey, partialSample } from './event'
import { MAX_STEPS } from './rule-limits'
import { ruleEvent } from './scorecard'

/** What an earlier web request of a rule was answered; the body as it came. */
export const knownAnswer = z.object({ url: z.string().max(8192), status: z.number().int(), body: z.string().max(200_000) })
export type KnownAnswer = z.infer<typeof knownAnswer>

export const previewInput = z.object({
  template: z.string(), // its size is judged as a template problem, with a position
  triggerType: eventTypeKey,
  sample: partialSample.optional(),
  eventId: z.string().optional(),
  contentType: z.string().max(200).optional(),
  rule: z.object({
    name: z.string().max(200), event: ruleEvent, step: z.number().int().min(1).max(MAX_STEPS),
    answers: z.array(knownAnswer.nullable()).max(MAX_STEPS - 1).default([])
      .describe('Of the web requests before it, in their order; null or left out: answered with 200 and {"ok": true}'),
  }).optional()
    .describe('For the body of a rule\'s web request: what the rule waits for, and the number of the request; its event takes the place of the type\'s sample'),
})
export type PreviewInput = z.infer<typeof previewInput>

/** Line and columns count from 1; `endColumn` is one past the last character. */
export const templateProblem = z.object({
  severity: z.enum(['error', 'warning']),
  line: z.number().int(),
  column: z.number().int(),
  endColumn: z.number().int(),
  code: z.string(),
  message: z.string(),
  suggestion: z.string().optional(),
})
export type TemplateProblem = z.infer<typeof templateProblem>

export const previewResult = z.object({
  output: z.string(),
  valid: z.boolean(),
  problems: z.array(templateProblem),
  bytes: z.number().int(),
})
export type PreviewResult = z.infer<typeof previewResult>
