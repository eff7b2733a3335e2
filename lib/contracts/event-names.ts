/** Begins the types of the events that rules wait for: `scorecard.score_drop`. They come from evaluation only. */
export const RULE_EVENT_PREFIX = 'scorecard.'

const EVALUATED_PREFIX = 'score:'

/** The `externalId` of an event that evaluating scores has made: the same observation never makes it twice. */
export const evaluatedEventId = (scorecardId: string, triggerKey: string, observedAt: number): string =>
  `${EVALUATED_PREFIX}${scorecardId}:${triggerKey}:${observedAt}`

/** Whether an `externalId` is of our making and says nothing to its reader. */
export const isEvaluatedEventId = (externalId: string): boolean => externalId.startsWith(`${EVALUATED_PREFIX}sco_`)
