import { bySystem } from '@/lib/audit/acting'
import { auth } from '@/lib/auth/auth'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import { integrationInput } from '@/lib/contracts/integration'
import { eventTypeInput } from '@/lib/contracts/event-type'
import { subscriptionInput } from '@/lib/contracts/subscription'
import { ruleInput } from '@/lib/contracts/rule'
import { portfolioInput, scorecardInput } from '@/lib/contracts/scorecard'
import { pool, prisma } from '@/lib/db'
import { createEventType } from '@/lib/event-types/write-event-type'
import { newId } from '@/lib/ids'
import { ensureInbox } from '@/lib/inbox/inbox-rows'
import { storeRequest } from '@/lib/inbox/store-request'
import { createDraft } from '@/lib/integrations/drafts'
import { createPortfolio } from '@/lib/scores/portfolios'
import { createScorecard } from '@/lib/scores/write-scorecard'
import { createIntegration } from '@/lib/integrations/create-integration'
import { createRule } from '@/lib/rules/create-rule'
import { newToken } from '@/lib/people/new-token'
import { createSubscription } from '@/lib/subscriptions/create-subscription'

/** A workspace with one of everything, and two ways to call as it: by a key and by the session of its owner. */
export interface Tenant {
  workspaceId: string
  email: string
  byKey: Record<string, string>
  bySession: Record<string, string>
  /** The id of one thing of each kind, by the name of the kind in addresses: `integrations`, `deliveries`, … */
  ids: Record<string, string>
}

const password = 'correct horse battery'
const EVENT_TYPE = 'CustomerCSTARUnderThreshold'

async function makeOwner(workspaceId: string, name: string): Promise<string> {
  const id = newId('usr')
  const email = `${name.toLowerCase()}@example.com`
  await prisma().user.create({
    data: {
      id, name, email, emailVerified: true,
      accounts: { create: { id: newId('acc'), accountId: id, providerId: 'credential', password: await (await auth().$context).password.hash(password) } },
      members: { create: { id: newId('mem'), workspaceId, role: 'owner' } },
    },
  })
  return email
}

/** The cookie of a new session. */
export async function signIn(email: string): Promise<string> {
  const answered = await auth().handler(new Request('http://localhost:3000/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', 'x-forwarded-for': '127.0.0.1' },
    body: JSON.stringify({ email, password }),
  }))
  return answered.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]).join('; ')
}

async function makePeople(workspaceId: string, email: string): Promise<Record<string, string>> {
  await signIn(email)
  const { userId, id: member } = await prisma().member.findFirstOrThrow({ where: { workspaceId } })
  const { id: session } = await prisma().session.findFirstOrThrow({ where: { userId } })
  const { id: invitation } = await prisma().invitation.create({
    data: { id: newId('inv'), workspaceId, email: 'guest@example.com', role: 'viewer', tokenHash: newToken().tokenHash, expiresAt: new Date(Date.now() + 1e9), invitedBy: userId },
  })
  return { members: member, sessions: session, invitations: invitation }
}

async function makeHistory(workspaceId: string, integrationId: string): Promise<Record<string, string>> {
  const [event, delivery] = [newId('evt'), newId('dlv')]
  const url = 'http://127.0.0.1:19999/hook'
  await prisma().event.create({
    data: { id: event, workspaceId, type: EVENT_TYPE, description: 'It dropped', occurredAt: '2026-01-01T00:00:00Z', context: { LatestScore: 599 } },
  })
  await prisma().delivery.create({
    data: { id: delivery, workspaceId, eventId: event, integrationId, eventType: EVENT_TYPE, status: 'failed', attemptCount: 1, maxAttempts: 8, url },
  })
  await prisma().deliveryBody.create({ data: { deliveryId: delivery, body: Buffer.from('{"a":1}'), contentType: 'application/json' } })
  await prisma().attempt.create({
    data: { deliveryId: delivery, number: 1, id: newId('att'), trigger: 'automatic', startedAt: new Date(), durationMs: 5, url, requestHeaders: {}, statusCode: 500, responseHeaders: {} },
  })
  return { events: event, deliveries: delivery }
}

// As one that has fired once and is through.
async function makeRule(workspaceId: string, email: string): Promise<Record<string, string>> {
  const { id: rule, steps } = await createRule(bySystem(workspaceId), ruleInput.parse({
    name: 'Vendors that drop', ownerEmail: email, event: { kind: 'score_drop', threshold: 50 }, scope: { kind: 'followed' }, steps: [{ url: 'http://127.0.0.1:19999/hook' }],
  }))
  const [execution, delivery] = [newId('rex'), newId('dlv')]
  const step = steps[0]?.id ?? ''
  const url = 'http://127.0.0.1:19999/hook'
  await prisma().ruleExecution.create({
    data: { id: execution, workspaceId, ruleId: rule, status: 'succeeded', test: true, steps: [{ id: step, url, template: null }], context: { scorecard_id: 'sco_1', domain: 'example.com', trigger: { type: 'score_drop', from: 700, to: 600, threshold: 50 } }, finishedAt: new Date() },
  })
  await prisma().delivery.create({
    data: { id: delivery, workspaceId, integrationId: step, eventType: 'scorecard.score_drop', test: true, status: 'succeeded', attemptCount: 1, maxAttempts: 1, url, statusCode: 200 },
  })
  await prisma().ruleRequest.create({ data: { executionId: execution, position: 0, deliveryId: delivery } })
  return { rules: rule, executions: execution }
}

async function makeRest(workspaceId: string, integrationId: string): Promise<Record<string, string>> {
  const [mail, operation] = [newId('mail'), newId('blk')]
  await prisma().mail.create({ data: { id: mail, workspaceId, kind: 'integration_warning', to: 'o@example.com', subject: 'S', text: 'T', once: mail, status: 'kept' } })
  await prisma().operation.create({
    data: { id: operation, workspaceId, kind: 'bulk_resend', filter: { integrationId }, body: 'original', status: 'running', total: 1, upTo: newId('dlv') },
  })
  const draft = await createDraft(workspaceId, 'nobody', { step: 'destination', data: { name: 'Draft', destination: { url: 'http://127.0.0.1:19999/hook' } } })
  const scorecard = await createScorecard(workspaceId, scorecardInput.parse({ domain: `${workspaceId.slice(3).toLowerCase()}.example` }))
  const portfolio = await createPortfolio(workspaceId, portfolioInput.parse({ name: 'Vendors', members: [scorecard.id] }))
  const request = await makeInboxRequest(workspaceId)
  const type = { key: newId('evt').replace('evt', 'order'), label: 'When an order is shipped', sample: { context: { orderId: 1042 } } }
  await createEventType(bySystem(workspaceId), eventTypeInput.parse(type), JSON.stringify(type))
  const audit = await prisma().auditEntry.findFirstOrThrow({ where: { workspaceId } })
  return { 'audit-log': audit.id, 'event-types': type.key, requests: request, scorecards: scorecard.id, portfolios: portfolio.id, mails: mail, 'bulk-resends': operation, 'integration-drafts': draft.id }
}

const makeInboxRequest = async (workspaceId: string): Promise<string> => {
  await ensureInbox(pool(), workspaceId)
  return storeRequest({
    workspaceId, method: 'POST', query: '', headers: [['content-type', 'application/json']], body: Buffer.from('{"a":1}'), truncated: false,
    address: null, status: 200, deliveryId: null, signature: { state: 'unchecked', scheme: null, reason: null },
  }, Date.now())
}

/** Makes a workspace called `name`. A route with a new kind of id needs one of that kind here. */
export async function makeTenant(name: string): Promise<Tenant> {
  const workspaceId = newId('ws')
  await prisma().workspace.create({ data: { id: workspaceId, name, slug: workspaceId } })
  const email = await makeOwner(workspaceId, name)
  const main = await createApiKey({ workspaceId, name: 'main', scopes: apiKeyScopes, createdBy: null })
  const other = await createApiKey({ workspaceId, name: 'other', scopes: ['events:write'], createdBy: null })
  const { view } = await createIntegration(bySystem(workspaceId), integrationInput.parse({
    type: 'webhook', name: 'SIEM', triggers: [{ type: EVENT_TYPE }], destination: { url: 'http://127.0.0.1:19999/hook' },
  }))
  const subscribed = await createSubscription(bySystem(workspaceId), subscriptionInput.parse({ events: '*', name: 'Reputations', url: 'http://127.0.0.1:19999/hook' }))
  const people = await makePeople(workspaceId, email)
  const ids = { ...people, workspaces: workspaceId, webhooks: subscribed.view.id, integrations: view.id, 'api-keys': other.id, ...(await makeHistory(workspaceId, view.id)), ...(await makeRule(workspaceId, email)), ...(await makeRest(workspaceId, view.id)) }
  return {
    workspaceId, email, ids,
    byKey: { authorization: `Bearer ${main.key}` },
    bySession: { cookie: await signIn(email), origin: 'http://localhost:3000' },
  }
}
