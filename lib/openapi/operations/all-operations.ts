import type { OperationGroup } from '../operation'
import { bulkResends, deliveries } from './deliveries'
import { events, eventTypes, templates } from './events'
import { inboxes } from './inbox'
import { drafts, integrations, statistics } from './integrations'
import { account, workspaces } from './people'
import { rules } from './rules'
import { portfolios, scores } from './scores'
import { settings } from './settings'
import { subscriptions } from './subscriptions'

/** Everything under /api/v1, in the order in which it is read. A new route is described here; a test asks for it. */
export const operationGroups: readonly OperationGroup[] = [
  events, eventTypes, integrations, templates, deliveries, bulkResends, rules, statistics, scores, portfolios, subscriptions, drafts, inboxes, workspaces, account, settings,
]
