import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { integrationTo, startWorld, type World } from '@/inngest/testing/start-world'
import { makeApi, type Api } from '@/app/api/v1/testing/call-api'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import type { AuditEntryView } from '@/lib/contracts/audit'
import type { EventTypeView } from '@/lib/contracts/event-type'
import type { IntegrationView } from '@/lib/contracts/integration'
import type { Problem } from '@/lib/contracts/problem'
import { inTransaction, pool, prisma } from '@/lib/db'
import { newId } from '@/lib/ids'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'

// A workspace's own event types, from the request that makes one to the bytes that arrive.

let world: World
let receiver: Receiver
let api: Api
let foreign: Api

const keyOf = async (workspaceId: string) => (await createApiKey({ workspaceId, name: 'k', scopes: apiKeyScopes, createdBy: null })).key

beforeAll(async () => {
  world = await startWorld()
  receiver = await startReceiver()
  await world.startWorker()
  api = await makeApi(await keyOf(world.workspaceId))
  const other = newId('ws')
  await prisma().workspace.create({ data: { id: other, name: 'Other', slug: other } })
  foreign = await makeApi(await keyOf(other))
})
afterAll(async () => {
  await receiver.close()
  await world.close()
})

const context = { orderId: 1042, shippedAt: '2026-01-01T09:30:00Z', customer: { name: 'Ada' }, items: [{ sku: 'A-1', count: 2 }], note: null }
const input = (key: string, more: object = {}) => ({ key, label: `When ${key} happens`, sample: { context }, ...more })
const make = async (key: string, more: object = {}) => {
  const made = await api<EventTypeView>('POST /event-types', input(key, more))
  expect(made.status).toBe(201)
  return made.json
}
const problemsOf = ({ json }: { json: Problem }) => json.errors.map(({ pointer, code }) => [pointer, code])
const integrate = (type: string, more: object = {}) =>
  world.create(integrationTo(`${receiver.url}/${type}`, { name: type, triggers: [{ type, params: {}, template: null, ...more }] }))
/** The bodies that arrived at a path, when there are so many. */
const arrived = async (path: string, count: number): Promise<string[]> => {
  for (let total = count; ; total++) {
    const found = (await receiver.until(total)).filter(({ url }) => url === `/${path}`).map(({ body }) => body)
    if (found.length >= count) return found
  }
}

describe('making one', () => {
  it('infers the schema, writes a default body, and shows it like a built-in type', async () => {
    const made = await make('order.shipped', { descriptionTemplate: 'Order {{ notification.context.orderId }} for {{ notification.context.customer.name }}' })
    expect(made).toMatchObject({
      key: 'order.shipped', category: 'Custom', params: { properties: {} },
      contextSchema: { properties: { orderId: { type: ['number', 'null'] }, shippedAt: { format: 'date-time' }, items: { items: { properties: { sku: {} } } } } },
      sample: { type: 'order.shipped', description: 'Order 1042 for Ada', context },
      own: { inferred: { contextSchema: true, defaultTemplate: true }, integrations: [] },
    })
    expect(made.samples.map(({ name }) => name)).toEqual(['Typical', 'Edge cases'])
    expect(made.defaultTemplate).toContain('"orderId": {{ notification.context.orderId }}')
    expect((await api('GET /event-types/order.shipped')).json).toEqual(made)
    const { json: { data } } = await api<{ data: EventTypeView[] }>('GET /event-types')
    expect(data.at(-1)).toEqual(made)
    expect(data.find(({ key }) => key === 'investigation.opened')?.own).toBeNull()
    for (const { sample } of made.samples) {
      const preview = await api('POST /templates/preview', { template: made.defaultTemplate, triggerType: made.key, sample })
      expect(preview.json).toMatchObject({ valid: true, problems: [] })
    }
    expect((await api<{ data: AuditEntryView[] }>('GET /audit-log')).json.data[0]).toMatchObject({ action: 'event_type.created', target: { kind: 'event_type', id: made.key } })
  })

  it.each([
    ['investigation.opened', 409], ['customercstarunderthreshold', 409], ['order.shipped', 409], ['new', 422], ['', 422], ['1x', 422], ['a..b', 422], ['a.', 422], ['a b', 422], ['ä', 422], ['a/b', 422], ['x'.repeat(101), 422],
  ])('the key "%s" is refused with %d', async (key, status) => {
    const refused = await api<Problem>('POST /event-types', input(key))
    expect([refused.status, refused.json.errors[0]?.pointer]).toEqual([status, '/key'])
  })

  it.each<[string, object, string[][]]>([
    ['no sample and no schema', { sample: undefined }, [['/sample', 'invalid']]],
    ['a sample that is a list', { sample: [] }, [['/sample', 'invalid_type']]],
    ['a keyword that would not be checked', { contextSchema: { properties: { a: { pattern: 'x' } } } }, [['/contextSchema/properties/a/pattern', 'unsupported']]],
    ['a sample that does not fit', { contextSchema: { properties: { orderId: { type: 'string' } } }, samples: [{ context: { orderId: 'x' } }] }, [['/sample', 'misfit']]],
    ['a template that gives no JSON', { defaultTemplate: '{"a": {{ notification.context.orderId }}' }, [['/defaultTemplate', 'template_invalid_json']]],
    ['a description with a tag', { descriptionTemplate: '{% if a %}' }, [['/descriptionTemplate', 'invalid']]],
    ['a time that is none', { sample: { context, occurredAt: 'soon' } }, [['/sample', 'invalid']]],
    ['too much', { samples: [{ context: { text: 'x'.repeat(70_000) } }] }, [['/sample', 'too_big']]],
  ])('%s is refused at its place', async (_name, more, problems) => {
    const refused = await api<Problem>('POST /event-types', input('never.made', more))
    expect(refused.status).toBe(422)
    expect(problemsOf(refused)).toEqual(problems)
  })

  it('from several samples: what all have is required; what was read and is sent back changes nothing', async () => {
    const made = await make('order.paid', { samples: [{ name: 'Late', sample: { context: { orderId: 7, late: true } } }] })
    expect(made.contextSchema).toMatchObject({ required: ['orderId'], properties: { orderId: { type: 'number' } } })
    expect(made.samples.map(({ name }) => name)).toEqual(['Typical', 'Late', 'Edge cases'])
    const again = await api<EventTypeView>('PATCH /event-types/order.paid', made)
    expect(again.json).toEqual({ ...made, own: { ...made.own, updatedAt: again.json.own?.updatedAt } })
    expect((await api<{ data: AuditEntryView[] }>('GET /audit-log?target=order.paid')).json.data.map(({ action }) => action)).toEqual(['event_type.created'])
  })

  it('from a schema alone, keeps numbers to the digit, and repeats its answer for an Idempotency-Key', async () => {
    const body = { key: 'order.counted', label: 'Counted', contextSchema: { properties: { n: { type: 'integer', minimum: 3 } }, required: ['n'] } }
    const first = await api<EventTypeView>('POST /event-types', body, { 'idempotency-key': 'own-1' })
    expect([first.status, first.json.sample.context, first.json.own?.inferred.contextSchema]).toEqual([201, { n: 3 }, false])
    expect(await api('POST /event-types', body, { 'idempotency-key': 'own-1' })).toEqual(first)
    const stored = await pool().query<{ samples: string }>(`SELECT samples FROM event_type WHERE key = 'order.counted'`)
    expect(stored.rows[0]?.samples).toBe('[{"context":{"n":3}}]')
  })
})

describe('using one', () => {
  it('events are taken, described, checked by its schema, and delivered with its default body', async () => {
    await make('ticket.opened', { descriptionTemplate: 'Ticket {{ notification.context.orderId }}' })
    await integrate('ticket.opened')
    expect(await world.send({ type: 'ticket.opened', context: { ...context, orderId: 5, extra: 1 } })).toHaveLength(1)
    const [body = ''] = await arrived('ticket.opened', 1)
    expect(JSON.parse(body)).toEqual({ notification: { id: expect.any(Number), type: 'ticket.opened', description: 'Ticket 5', occurredAt: expect.any(String), context: { ...context, orderId: 5 } } })
    await expect(world.send({ type: 'ticket.opened', context: { orderId: 'five' } })).rejects.toMatchObject({ errors: [{ pointer: '/events/0/context/orderId', code: 'type' }] })
    await expect(world.send({ type: 'ticket.closed', context: {} })).rejects.toMatchObject({ errors: [{ code: 'unknown_type' }] })
    expect((await api('POST /triggers/backtest', { triggerType: 'ticket.opened' })).json).toMatchObject({ count: 1 })
    const tested = await api('POST /integrations/test', { triggerType: 'ticket.opened', integration: { destination: { url: `${receiver.url}/test` } } })
    expect(tested.json).toMatchObject({ ok: true, request: { body: expect.stringContaining('1042') as string } })
  })

  it('a changed default goes out with the next event, and a trigger with a template of its own keeps that', async () => {
    await make('disk.full')
    const { id } = await integrate('disk.full')
    await world.create(integrationTo(`${receiver.url}/disk.own`, { triggers: [{ type: 'disk.full', params: {}, template: '{"own":{{ notification.context.orderId }}}' }] }))
    await world.send({ type: 'disk.full', context })
    await arrived('disk.full', 1)
    const changed = await api<EventTypeView>('PATCH /event-types/disk.full', { defaultTemplate: '{"full":{{ notification.context.orderId }}}' })
    expect(changed.json.own?.inferred).toEqual({ contextSchema: true, defaultTemplate: false })
    expect(changed.json.own?.integrations.map((one) => one.id)).toContain(id)
    await world.send({ type: 'disk.full', context })
    expect((await arrived('disk.full', 2)).at(-1)).toBe('{"full":1042}')
    expect(await arrived('disk.own', 2)).toEqual(['{"own":1042}', '{"own":1042}'])
    // Null goes back to what follows from the sample.
    const back = await api<EventTypeView>('PATCH /event-types/disk.full', { defaultTemplate: null, sample: { size: 1, path: '/' } })
    expect(back.json.defaultTemplate).toContain('"context": {{ notification.context }}')
    expect(back.json.contextSchema).toMatchObject({ properties: { size: {}, path: {} } })
  })

  it('cannot be deleted while an integration has a trigger of it', async () => {
    await make('door.open')
    const { id } = await integrate('door.open')
    const refused = await api<Problem>('DELETE /event-types/door.open')
    expect([refused.status, refused.json.detail]).toEqual([409, expect.stringContaining('door.open. Remove it there first')])
    await api<IntegrationView>(`PATCH /integrations/${id}`, { triggers: [{ type: 'order.shipped' }] })
    expect((await api('DELETE /event-types/door.open')).status).toBe(204)
    expect((await api('GET /event-types/door.open')).status).toBe(404)
    await expect(world.send({ type: 'door.open', context })).rejects.toMatchObject({ errors: [{ code: 'unknown_type' }] })
    const again = await api<Problem>(`PATCH /integrations/${id}`, { triggers: [{ type: 'door.open' }] })
    expect(problemsOf(again)).toEqual([['/triggers/0/type', 'unknown_type']])
    // Made again with another schema, nothing of the former one is remembered.
    await make('door.open', { sample: { orderId: 'a text now' } })
    expect(await world.send({ type: 'door.open', context: { orderId: 'x' } })).toHaveLength(1)
  })

  it('of deleting it and of adding a trigger at the same moment, one is told', async () => {
    await make('race.run')
    // The deletion is under way and not over: whoever adds a trigger waits for it and then finds nothing.
    let adding: Promise<unknown> = Promise.resolve()
    await inTransaction(async (tx) => {
      await tx.query(`DELETE FROM event_type WHERE key = 'race.run'`)
      adding = integrate('race.run').catch((error: unknown) => error)
      const isWaiting = async () => (await pool().query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR SHARE%' AND datname = current_database()`)).rowCount
      while (!(await isWaiting())) await new Promise((resolve) => setTimeout(resolve, 10))
    })
    expect(await adding).toMatchObject({ code: 'invalid', errors: [{ pointer: '/triggers', code: 'unknown_type' }] })
  })

  it('a built-in type cannot be changed or deleted, and a key stays', async () => {
    expect((await api('PATCH /event-types/investigation.opened', { label: 'x' })).status).toBe(409)
    expect((await api('DELETE /event-types/investigation.opened')).status).toBe(409)
    expect(problemsOf(await api<Problem>('PATCH /event-types/order.shipped', { key: 'order.sent' }))).toEqual([['/key', 'immutable']])
  })
})

it('another workspace has its own: the same key, nothing of ours', async () => {
  expect((await foreign('GET /event-types/order.shipped')).status).toBe(404)
  for (const call of ['PATCH /event-types/order.shipped', 'DELETE /event-types/order.shipped']) expect((await foreign(call, { label: 'x' })).status).toBe(404)
  const refused = await foreign<Problem>('POST /integrations', integrationTo(`${receiver.url}/x`, { triggers: [{ type: 'order.shipped', params: {}, template: null }] }))
  expect(problemsOf(refused)).toEqual([['/triggers/0/type', 'unknown_type']])
  expect((await foreign<Problem>('POST /templates/preview', { template: 'x', triggerType: 'order.shipped' })).status).toBe(422)
  const theirs = await foreign<EventTypeView>('POST /event-types', { key: 'order.shipped', label: 'Theirs', sample: { a: 1 } })
  expect([theirs.status, theirs.json.sample.context]).toEqual([201, { a: 1 }])
  expect((await api<EventTypeView>('GET /event-types/order.shipped')).json.sample.context).toEqual(context)
})
