import { POST as postEvents } from '@/app/api/v1/events/route'
import { POST as createIntegration } from '@/app/api/v1/integrations/route'
import { PATCH as patchIntegration } from '@/app/api/v1/integrations/[id]/route'
import { POST as testIntegration } from '@/app/api/v1/integrations/test/route'
import { createClient } from '@/inngest/client'
import { dispatch } from '@/inngest/dispatch'
import { EmbeddedRunner } from '@/inngest/embedded/runner'
import { createFunctions } from '@/inngest/functions/create-functions'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import { createPool, pool, prisma } from '@/lib/db'
import { DeliverySender } from '@/lib/deliveries/delivery-sender'
import { env } from '@/lib/env'
import { newId } from '@/lib/ids'
import { logger } from '@/lib/logger'
import { door } from '@/lib/security/outgoing'

// A process of its own for logs.db.test.ts, which reads what it writes. `[url, header, password, token]` are in argv.
const [url = '', header = '', password = '', token = ''] = process.argv.slice(2)

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>

const workspaceId = newId('ws')
await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId } })
const { key } = await createApiKey({ workspaceId, name: 'k', scopes: apiKeyScopes, createdBy: null })

const call = async (handler: unknown, path: string, body: unknown, params: object = {}) => {
  const request = new Request(`http://localhost:3000${path}`, {
    method: 'POST', headers: { authorization: `Bearer ${key}` }, body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  // Each handler has parameters of its own; these fit the one that is called.
  const response = await (handler as Handler)(request, { params: Promise.resolve(params as never) })
  return { status: response.status, json: (await response.json()) as Record<string, unknown> & { signing: { secret: string } } }
}

const destination = {
  url: `${url}/hooks/${token}?api_key=${token}`,
  headers: [{ name: 'X-Secret', value: header, secret: true }],
  auth: { kind: 'basic', username: 'robot', password },
}
const input = { type: 'webhook', name: 'SIEM', triggers: [{ type: 'CustomerCSTARUnderThreshold' }], destination }
const event = { type: 'CustomerCSTARUnderThreshold', context: { LatestScore: 599, PrevScore: 732, Threshold: 600 } }

const made = await call(createIntegration, '/api/v1/integrations', input)
const id = String(made.json.id)
const statuses = [
  made.status,
  // What is refused or broken has the same secrets in hand.
  (await call(createIntegration, '/api/v1/integrations', { ...input, name: '', destination: { ...destination, url: `${url}/\u0000` } })).status,
  (await call(createIntegration, '/api/v1/integrations', `${JSON.stringify(input).slice(0, -2)}`)).status,
  (await call(patchIntegration, `/api/v1/integrations/${id}`, { destination: { ...destination, auth: { kind: 'basic', username: 'robot', password: `${password}\u0000` } } }, { id })).status,
  (await call(testIntegration, '/api/v1/integrations/test', { integration: input, triggerType: 'CustomerCSTARUnderThreshold' })).status,
]
await pool().query('ALTER TABLE integration RENAME TO integration_gone')
statuses.push((await call(createIntegration, '/api/v1/integrations', input)).status)
await pool().query('ALTER TABLE integration_gone RENAME TO integration')

const worker = newId('wrk')
const log = logger().child({ worker })
const own = createPool(env().DATABASE_URL, 8)
const sender = new DeliverySender({ pool: own, dispatch, door: door(), worker, clock: Date.now, random: Math.random, log })
const runner = new EmbeddedRunner({ pool: own, connectionString: env().DATABASE_URL, log })
const client = createClient(runner.fetch)
await runner.start({
  client, functions: createFunctions(client, () => ({ pool: own, dispatch, sender, worker, now: Date.now, random: Math.random, log })),
})
statuses.push((await call(postEvents, '/api/v1/events', event)).status)
process.send?.({ statuses, secrets: [made.json.signing.secret, key] })

process.once('disconnect', () => process.exit(1)) // the test is gone
process.once('message', () => {
  void runner.stop({ timeoutMs: 2000 }).then(() => sender.stop(2000)).then(() => process.exit(0))
})
