import { describe, expect, it } from 'vitest'
import { integrationInput } from '@/lib/contracts/integration'
import type { IntegrationRow } from './stored-integration'
import { describeChange } from './describe-change'
import { settleIntegration, type SettledIntegration } from './write-integration'

const HOOK = 'https://hooks.example.com/in'
const destination = {
  url: HOOK,
  headers: [{ name: 'X-Team', value: 'red' }, { name: 'X-Key', value: 'a secret value here', secret: true }],
  params: [{ name: 'source', value: 'hookwright' }],
  auth: { kind: 'basic', username: 'u', password: 'p4ssw0rd' },
}
const base = { type: 'webhook', name: 'SIEM', enabled: false, triggers: [{ type: 'DataLeakPublished' }], destination, signing: { scheme: 'standard' } }

const before = await settleIntegration('ws_1', integrationInput.parse(base), null)
const rowOf = ({ columns, triggers }: SettledIntegration): IntegrationRow => ({
  id: 'int_1', workspaceId: 'ws_1', ...columns, disabledBy: null, disabledReason: null, disabledAt: null, secrets: new Uint8Array(),
  version: 1, createdAt: new Date(), updatedAt: new Date(), deletedAt: null,
  triggers: triggers.map(({ type, params, template }, position) => ({ id: `trg_${type}`, integrationId: 'int_1', type, position, params, template })),
} as IntegrationRow) // JSON columns as they are read back

const change = async (patch: object, destinationPatch: object = {}) => {
  const next = await settleIntegration(
    'ws_1', integrationInput.parse({ ...base, ...patch, destination: { ...destination, ...destinationPatch } }),
    { url: HOOK, secrets: before.secrets, scheme: 'standard' },
  )
  return describeChange(rowOf(before), before.secrets, next)
}

const fieldsOf = async (...args: Parameters<typeof change>) => (await change(...args)).flatMap(({ fields }) => fields ?? [])

describe('what a change of an integration is called', () => {
  it.each<[string[], object, object?]>([
    [[], {}],
    [['name'], { name: 'SOC' }],
    [['ownerEmail'], { ownerEmail: 'a@acme.test' }],
    [['triggers.DataLeakPublished'], { triggers: [{ type: 'DataLeakPublished', template: '{"a":1}' }] }],
    [['triggers.DataLeakPublished', 'triggers.VendorCSTARDropped'], { triggers: [{ type: 'VendorCSTARDropped' }] }],
    [['destination.url'], {}, { url: `${HOOK}/other` }],
    [['destination.headers.X-Team'], {}, { headers: [{ name: 'X-Team', value: 'blue' }, destination.headers[1]] }],
    [['destination.headers.X-Key'], {}, { headers: [destination.headers[0], { name: 'X-Key', value: 'another secret', secret: true }] }],
    [['destination.headers.X-Team', 'destination.headers.X-New'], {}, { headers: [{ name: 'X-New', value: '1' }, destination.headers[1]] }],
    [['destination.params.source'], {}, { params: [] }],
    [['destination.auth'], {}, { auth: { kind: 'basic', username: 'v' } }],
    [['destination.auth.password'], {}, { auth: { kind: 'basic', username: 'u', password: 'another' } }],
    [['destination.auth', 'destination.auth.password', 'destination.auth.token'], {}, { auth: { kind: 'bearer', token: 't0ken' } }],
    [['signing', 'signing.secret'], { signing: { scheme: 'guard' } }],
    [['policy'], { policy: { profile: 'guard' } }],
    [['limits'], { limits: { perSecond: 5, concurrency: null } }],
  ])('%j', async (fields, patch, destinationPatch = {}) => {
    expect(await fieldsOf(patch, destinationPatch)).toEqual(fields)
  })

  it('tells a switch apart from what else was edited, and says nothing where nothing changed', async () => {
    expect(await change({})).toEqual([])
    expect((await change({ enabled: true })).map(({ action }) => action)).toEqual(['integration.enabled'])
    expect(await change({ enabled: true, name: 'SOC' })).toMatchObject([
      { action: 'integration.updated', fields: ['name'], target: { id: 'int_1', label: 'SOC' } }, { action: 'integration.enabled' },
    ])
  })

  it('holds no value, not even of what is not secret', async () => {
    const all = JSON.stringify(await change({ signing: { scheme: 'hmac' } }, {
      url: `${HOOK}/other`, headers: [{ name: 'X-Team', value: 'blue' }], auth: { kind: 'bearer', token: 't0ken' },
    }))
    for (const value of ['blue', 'red', 't0ken', 'p4ssw0rd', 'a secret', '/other', 'hookwright']) expect(all).not.toContain(value)
  })
})
