import { draft, draftInput, draftPatch } from '@/lib/contracts/draft'
import { testResult } from '@/lib/contracts/delivery'
import {
  enableInput, integration, integrationInput, integrationPatch, rotateSecretInput, testInput, urlCheck, urlInput,
} from '@/lib/contracts/integration'
import { operation, skippedEvents, skippedQuery } from '@/lib/contracts/operation'
import { pageQuery } from '@/lib/contracts/paging'
import { integrationsStats, integrationStats, stats, statsQuery } from '@/lib/contracts/stats'
import { listOf, type OperationGroup } from '../operation'

const example = {
  type: 'webhook', name: 'SIEM', triggers: [{ type: 'CustomerCSTARUnderThreshold', params: { threshold: 600 } }],
  destination: { url: 'https://example.com/hook', headers: [{ name: 'X-Team', value: 'red', secret: false }] },
}

export const integrations: OperationGroup = {
  tag: 'Integrations',
  description: 'Which events go where, and how. Secrets are write-only: they are read as `{"set": true}`; a PATCH that leaves them out or sends back what was read keeps them, `null` removes them. Changing scheme, host or port of the destination needs its secrets again (422 `secret_required`).',
  operations: {
    'POST /integrations': {
      id: 'createIntegration', summary: 'Create an integration', scope: 'integrations:write', draft: true,
      description: '`template: null` is the event type\'s own default; parameters that are left out have theirs. The answer shows `signing.secret` this once.',
      body: integrationInput, answers: { 201: integration }, example,
    },
    'GET /integrations': { id: 'listIntegrations', summary: 'Integrations, newest first', scope: 'integrations:read', query: pageQuery, answers: { 200: listOf(integration) } },
    'GET /integrations/[id]': { id: 'readIntegration', summary: 'One integration, with its health', scope: 'integrations:read', etag: true, answers: { 200: integration } },
    'PATCH /integrations/[id]': {
      id: 'updateIntegration', summary: 'Change an integration', scope: 'integrations:write', etag: true, ifMatch: true, draft: true,
      description: 'What is left out stays; objects are merged field by field, lists are replaced.', body: integrationPatch, answers: { 200: integration },
      example: { name: 'SIEM, production' },
    },
    'DELETE /integrations/[id]': { id: 'deleteIntegration', summary: 'Delete an integration', scope: 'integrations:write', ifMatch: true, answers: { 204: null } },
    'POST /integrations/[id]/enable': {
      id: 'enableIntegration', summary: 'Switch on, and send what was missed if wanted', scope: 'integrations:write',
      description: 'With `replaySkipped` the events that it missed since then are sent, and the answer is the operation that does so (202).',
      body: enableInput, bodyOptional: true, answers: { 200: integration, 202: operation }, example: { replaySkipped: { since: '2026-01-01T00:00:00Z' } },
    },
    'POST /integrations/[id]/disable': { id: 'disableIntegration', summary: 'Switch off', scope: 'integrations:write', answers: { 200: integration } },
    'GET /integrations/[id]/skipped': {
      id: 'readSkipped', summary: 'How many events it missed while it was off', scope: 'integrations:read', query: skippedQuery, answers: { 200: skippedEvents },
    },
    'GET /integrations/[id]/stats': {
      id: 'readIntegrationStats', summary: 'Its attempts over time, and how long answers took', scope: 'integrations:read', query: statsQuery, answers: { 200: integrationStats },
      description: 'Every attempt but tests, by when it started: retries and resends by hand too. Figures are up to date within seconds and stay for 400 days, longer than the deliveries.',
    },
    'POST /integrations/[id]/clone': { id: 'cloneIntegration', summary: 'Make a copy, switched off', scope: 'integrations:write', answers: { 201: integration } },
    'POST /integrations/[id]/rotate-secret': {
      id: 'rotateSecret', summary: 'Make a new signing secret', scope: 'integrations:write',
      description: 'The answer shows it this once. With scheme `standard` both secrets sign for `overlapHours`; with the others the new one signs from the next attempt on.',
      body: rotateSecretInput, bodyOptional: true, answers: { 200: integration }, example: { overlapHours: 24 },
    },
    'POST /integrations/check-url': {
      id: 'checkUrl', summary: 'Whether an address would be taken as a destination', scope: 'integrations:write', body: urlInput, answers: { 200: urlCheck },
      example: { url: 'https://example.com/hook' },
    },
    'POST /integrations/test': {
      id: 'testIntegration', summary: 'Send a test message', scope: 'integrations:write', draft: true,
      description: 'Tries what is given, saved or not, on the same path as a real delivery. `integrationId` lends its kept secrets. It is shown in history as a test, never retried and never counted in health. Answers 200 whatever the destination said.',
      body: testInput, answers: { 200: testResult }, example: { integration: example, triggerType: 'CustomerCSTARUnderThreshold' },
    },
  },
}

export const drafts: OperationGroup = {
  tag: 'Drafts',
  description: 'What was typed in the wizard so far: an integration in which nothing is required and nothing is judged yet.',
  operations: {
    'POST /integration-drafts': { id: 'createDraft', summary: 'Keep a draft', scope: 'integrations:write', body: draftInput, answers: { 201: draft }, example: { step: 'type', data: { name: 'SIEM' } } },
    'GET /integration-drafts': { id: 'listDrafts', summary: 'Drafts, newest first', scope: 'integrations:read', query: pageQuery, answers: { 200: listOf(draft) } },
    'GET /integration-drafts/[id]': { id: 'readDraft', summary: 'One draft', scope: 'integrations:read', answers: { 200: draft } },
    'PATCH /integration-drafts/[id]': { id: 'updateDraft', summary: 'Change a draft', scope: 'integrations:write', body: draftPatch, answers: { 200: draft } },
    'DELETE /integration-drafts/[id]': { id: 'deleteDraft', summary: 'Drop a draft', scope: 'integrations:write', answers: { 204: null } },
  },
}

export const statistics: OperationGroup = {
  tag: 'Statistics',
  description: 'Attempts over time, from counters that outlive the deliveries. Tests are not counted.',
  operations: {
    'GET /stats': { id: 'readStats', summary: 'Attempts of the workspace over time', scope: 'integrations:read', query: statsQuery, answers: { 200: stats } },
    'GET /stats/integrations': {
      id: 'readRecentHours', summary: 'The last 24 hours of every integration that had attempts', scope: 'integrations:read', answers: { 200: integrationsStats },
    },
  },
}
