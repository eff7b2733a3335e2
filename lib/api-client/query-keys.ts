/** One key factory per resource: invalidating `all` renews everything that is shown of it. */
export const integrationKeys = {
  all: ['integrations'] as const,
  list: () => [...integrationKeys.all, 'list'] as const,
  detail: (id: string) => [...integrationKeys.all, 'detail', id] as const,
}

export const ruleKeys = {
  all: ['rules'] as const,
  list: () => [...ruleKeys.all, 'list'] as const,
  detail: (id: string) => [...ruleKeys.all, 'detail', id] as const,
  executions: (id: string) => [...ruleKeys.all, 'executions', id] as const,
  lastExecution: (id: string) => [...ruleKeys.executions(id), 'last'] as const,
  preview: (asked: string) => ['rule-preview', asked] as const,
}

export const statsKeys = {
  all: ['stats'] as const,
  workspace: (range: string) => [...statsKeys.all, 'workspace', range] as const,
  integration: (id: string, range: string) => [...statsKeys.all, 'integration', id, range] as const,
  recent: () => [...statsKeys.all, 'recent'] as const,
}

export const draftKeys = {
  all: ['drafts'] as const,
  list: () => [...draftKeys.all, 'list'] as const,
  detail: (id: string) => [...draftKeys.all, 'detail', id] as const,
}

export const deliveryKeys = {
  all: ['deliveries'] as const,
  lists: () => [...deliveryKeys.all, 'list'] as const,
  list: (filter: object) => [...deliveryKeys.lists(), filter] as const,
  head: (filter: object) => [...deliveryKeys.all, 'head', filter] as const,
  recent: (filter: object) => [...deliveryKeys.all, 'recent', filter] as const,
  detail: (id: string) => [...deliveryKeys.all, 'detail', id] as const,
}

export const eventKeys = {
  all: ['events'] as const,
  list: (filter: object) => [...eventKeys.all, 'list', filter] as const,
  head: (filter: object) => [...eventKeys.all, 'head', filter] as const,
  detail: (id: string) => [...eventKeys.all, 'detail', id] as const,
}

export const eventTypeKeys = {
  all: ['event-types'] as const,
  list: () => [...eventTypeKeys.all, 'list'] as const,
  detail: (key: string) => [...eventTypeKeys.all, 'detail', key] as const,
}

export const apiKeyKeys = {
  all: ['api-keys'] as const,
  list: () => [...apiKeyKeys.all, 'list'] as const,
}

export const memberKeys = {
  all: ['members'] as const,
  list: () => [...memberKeys.all, 'list'] as const,
  invitations: () => [...memberKeys.all, 'invitations'] as const,
}

export const workspaceKeys = {
  all: ['workspaces'] as const,
  own: () => [...workspaceKeys.all, 'own'] as const,
  current: () => [...workspaceKeys.all, 'current'] as const,
}

export const sessionKeys = {
  all: ['sessions'] as const,
  list: () => [...sessionKeys.all, 'list'] as const,
}

export const operationKeys = {
  all: ['operations'] as const,
  list: () => [...operationKeys.all, 'list'] as const,
  detail: (id: string) => [...operationKeys.all, 'detail', id] as const,
  estimate: (request: object) => [...operationKeys.all, 'estimate', request] as const,
  skipped: (integrationId: string, since: string | null) => [...operationKeys.all, 'skipped', integrationId, since] as const,
}

export const mailKeys = {
  all: ['mails'] as const,
  list: () => [...mailKeys.all, 'list'] as const,
  latest: () => [...mailKeys.all, 'latest'] as const,
}

export const scorecardKeys = {
  all: ['scorecards'] as const,
  list: (filter: object) => [...scorecardKeys.all, 'list', filter] as const,
  detail: (id: string) => [...scorecardKeys.all, 'detail', id] as const,
  history: (id: string, since: string | null) => [...scorecardKeys.all, 'history', id, since] as const,
  backtest: (request: object) => [...scorecardKeys.all, 'backtest', request] as const,
}

export const portfolioKeys = {
  all: ['portfolios'] as const,
  list: () => [...portfolioKeys.all, 'list'] as const,
  detail: (id: string) => [...portfolioKeys.all, 'detail', id] as const,
}

export const inboxKeys = {
  all: ['inbox'] as const,
  address: () => [...inboxKeys.all, 'address'] as const,
  requests: () => [...inboxKeys.all, 'requests'] as const,
  request: (id: string) => [...inboxKeys.all, 'request', id] as const,
}

export const auditKeys = {
  all: ['audit'] as const,
  list: (filter: object) => [...auditKeys.all, 'list', filter] as const,
  of: (target: string, version: string) => [...auditKeys.all, 'of', target, version] as const,
}
