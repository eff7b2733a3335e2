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

/** All durable functions, for one client. */
export const createFunctions = (client: Inngest, deps: GetDeps): InngestFunction.Any[] => [
  createRouteEvents(client, deps),
  createRetryDelivery(client, deps),
  createDrainIntegration(client, deps),
  createRunOperation(client, deps),
  createEvaluateScores(client, deps),
  createExecuteRule(client, deps),
  createSweepDeliveries(client, deps),
  createApplyRetention(client, deps),
  createSendMail(client, deps),
]
