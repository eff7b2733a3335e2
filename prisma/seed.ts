import { bySystem } from '@/lib/audit/acting'
import { findEventType } from '@/lib/catalogue/find-event-type'
import { integrationInput } from '@/lib/contracts/integration'
import { tallyDeliveries } from '@/lib/counters/tally-stored'
import { maxAttempts, resolvePolicy } from '@/lib/deliveries/retry-policy'
import { prisma, withinPrisma } from '@/lib/db'
import type { Prisma } from '@/lib/generated/prisma/client'
import { newId } from '@/lib/ids'
import { createIntegration } from '@/lib/integrations/create-integration'

const DAYS = 7
const PER_DAY = 40
const DAY_MS = 24 * 3600 * 1000

// Addresses that are reserved for examples: nothing real is ever called, whatever events come in later.
const INTEGRATIONS = [
  { name: 'SIEM', preset: null, url: 'https://siem.example.com/events', failures: 0.02, status: 500,
    types: ['CustomerCSTARUnderThreshold', 'DataLeakPublished', 'IdentityBreachDetected'] },
  { name: '#vendor-notify', preset: 'slack', url: 'https://hooks.example.org/services/vendor', failures: 0.05, status: 429,
    types: ['VendorCSTARUnderThreshold', 'VendorDataLeakDisclosed'] },
  { name: 'Ticket system', preset: null, url: 'https://tickets.example.net/api/issues', failures: 0.25, status: 503,
    types: ['VulnerabilitiesDetected', 'RisksAdded'] },
]

interface Seeded {
  events: Prisma.EventCreateManyInput[]
  deliveries: Prisma.DeliveryCreateManyInput[]
  bodies: Prisma.DeliveryBodyCreateManyInput[]
  attempts: Prisma.AttemptCreateManyInput[]
}

// A small generator with a fixed start: the same history every time.
const makeRandom = (state = 42) => (): number => {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31
  return state / 2 ** 31
}

interface Slot {
  workspaceId: string
  integrationId: string
  integration: (typeof INTEGRATIONS)[number]
  type: string
  time: Time
}

interface Time {
  at: number
  eventId: string
  deliveryId: string
}

// Ids sort by time and never go back within a process: these come before any that is made now.
const makeTimes = (now: number): Time[] =>
  Array.from({ length: DAYS * PER_DAY }, (_, i) => {
    const at = now - DAYS * DAY_MS + i * (DAY_MS / PER_DAY)
    return { at, eventId: newId('evt', at), deliveryId: newId('dlv', at) }
  })

const plan = (slot: Slot, random: () => number): Seeded => {
  const { workspaceId, integrationId, integration, type, time: { at, eventId, deliveryId: id } } = slot
  const sample = findEventType(type)?.sample
  const context: Prisma.InputJsonObject = JSON.parse(JSON.stringify(sample?.context ?? {}))
  const failed = random() < integration.failures
  const createdAt = new Date(at)
  const durationMs = 40 + Math.round(random() * 300)
  const body = JSON.stringify({ notification: { type, description: sample?.description, context } })
  return {
    events: [{
      id: eventId, workspaceId, type, description: sample?.description ?? type, occurredAt: createdAt.toISOString(), context, createdAt,
    }],
    deliveries: [{
      id, workspaceId, eventId, integrationId, eventType: type, status: failed ? 'failed' : 'succeeded', attemptCount: 1,
      scheduledCount: 1, maxAttempts: maxAttempts(resolvePolicy({ profile: 'standard' })), url: integration.url,
      statusCode: failed ? integration.status : 200, errorCode: failed ? 'http_status' : null, createdAt,
      finishedAt: new Date(at + durationMs),
    }],
    bodies: [{ deliveryId: id, body: new Uint8Array(Buffer.from(body)), contentType: 'application/json' }],
    attempts: [{
      deliveryId: id, number: 1, id: newId('att'), trigger: 'automatic', startedAt: createdAt, durationMs, url: integration.url,
      requestHeaders: { 'content-type': 'application/json', 'webhook-id': id }, statusCode: failed ? integration.status : 200,
      responseHeaders: { 'content-type': 'application/json' },
      responseBody: new Uint8Array(Buffer.from(failed ? '{"error":"try again later"}' : '{"received":true}')),
      errorCode: failed ? 'http_status' : null, errorMessage: failed ? `The receiver answered ${integration.status}` : null,
      worker: 'seed', tallied: true,
    }],
  }
}

const createIntegrations = (workspaceId: string) =>
  Promise.all(INTEGRATIONS.map(async (integration) => {
    const { name, preset, url, types } = integration
    const input = integrationInput.parse({
      type: 'webhook', name, preset, triggers: types.map((type) => ({ type })), destination: { url },
    })
    const { view } = await createIntegration(bySystem(workspaceId), input)
    return { integration, id: view.id }
  }))

/** Fills the first workspace with a believable week: three integrations and their deliveries, some of them failed. */
export async function seed(now = Date.now()): Promise<string> {
  const workspace = await prisma().workspace.findFirst({ orderBy: { id: 'asc' } })
  if (!workspace) return 'There is no workspace yet: open the set-up link first.'
  const known = await prisma().integration.findFirst({ where: { workspaceId: workspace.id, name: INTEGRATIONS[0]?.name ?? '' } })
  if (known) return `${workspace.name} has demo data already.`
  const times = makeTimes(now)
  const created = await createIntegrations(workspace.id)
  const random = makeRandom()
  const all: Seeded = { events: [], deliveries: [], bodies: [], attempts: [] }
  for (const time of times) {
    const { integration, id } = created[Math.floor(random() * created.length)] ?? {}
    if (!integration || !id) continue
    const type = integration.types[Math.floor(random() * integration.types.length)] ?? ''
    const made = plan({ workspaceId: workspace.id, integrationId: id, integration, type, time }, random)
    all.events.push(...made.events)
    all.deliveries.push(...made.deliveries)
    all.bodies.push(...made.bodies)
    all.attempts.push(...made.attempts)
  }
  await prisma().$transaction(async (tx) => {
    await tx.event.createMany({ data: all.events })
    await tx.delivery.createMany({ data: all.deliveries })
    await tx.deliveryBody.createMany({ data: all.bodies })
    await tx.attempt.createMany({ data: all.attempts })
    await tallyDeliveries(withinPrisma(tx), all.deliveries.map(({ id }) => id))
  })
  return `${workspace.name}: ${created.length} integrations and ${all.deliveries.length} deliveries of the last ${DAYS} days.`
}
