import type { Inngest, InngestFunction } from 'inngest'
import { createApplyRetention } from './apply-retention'
import type { GetDeps } from './deps'
import { createDrainIntegration } from './drain-integration'
import { createEvaluateScores } from './evaluate-scores'
import { createExecuteRule } from './execute-rule'
import { createRetryDelivery } from './retry-delivery'
import { createRouteEvents } from './route-events'
import { createRunOperation } from './run-operation'
import { createSendMail } from './send-mail'
import { createSweepDeliveries } from './sweep-deliveries'

export interface FunctionOptions {
  /**
   * Whether the engine puts messages that come together into one run. For an Inngest server the relay does so before it
   * sends them: a batch there would wait for a second at least.
   */
  batched: boolean
}

/** All durable functions, for one client. */
export const createFunctions = (client: Inngest, deps: GetDeps, options: FunctionOptions = { batched: true }): InngestFunction.Any[] => [
  createRouteEvents(client, deps, options),
  createRetryDelivery(client, deps, options),
  createDrainIntegration(client, deps),
  createRunOperation(client, deps),
  createEvaluateScores(client, deps),
  createExecuteRule(client, deps),
  createSweepDeliveries(client, deps),
  createApplyRetention(client, deps),
  createSendMail(client, deps),
]
