import { describe, expect, it } from 'vitest'
import { integrationInput, type IntegrationView } from '@/lib/contracts/integration'
import { fromDraftData } from './from-draft-data'
import { toDraftData } from './to-draft-data'
import { emptyForm, type FormState } from './form-state'
import { fromIntegration } from './from-contract'
import { withoutStoredSecrets } from './sent-secrets'
import { toContract } from './to-contract'

const form: FormState = {
  ...emptyForm,
  preset: 'webhook',
  name: 'SIEM',
  ownerEmail: 'owner@acme.com',
  url: 'https://siem.acme.com/hook',
  triggers: [
    { type: 'A', on: true, params: { threshold: 550 }, template: '{}' },
    { type: 'B', on: false, params: { days: 3 }, template: '[]' },
  ],
  headers: [{ key: 'h0', name: 'X-Key', value: 'k', secret: true }, { key: 'h1', name: 'X-Team', value: 'red', secret: false }],
  params: [{ key: 'p0', name: 'source', value: 'a b' }],
  auth: { kind: 'basic', username: 'u', password: 'pw', token: '' },
  signing: { ...emptyForm.signing, scheme: 'hmac', secret: 'shh' },
  policy: { profile: 'custom', timeoutSeconds: '2.5', retryDelays: '5 s, 2 min', jitter: true },
  limits: { perSecond: '10', concurrency: '' },
}

describe('toContract', () => {
  it('a filled form is a valid body and nothing of it gets lost', () => {
    const body = integrationInput.parse(toContract(form))
    expect(body).toMatchObject({
      type: 'webhook', preset: null, name: 'SIEM', ownerEmail: 'owner@acme.com',
      triggers: [{ type: 'A', params: { threshold: 550 }, template: '{}' }],
      destination: { params: [{ name: 'source', value: 'a b' }], auth: { kind: 'basic', username: 'u', password: 'pw' } },
      signing: { scheme: 'hmac', header: 'X-Signature', algorithm: 'sha256', encoding: 'hex', secret: 'shh' },
      policy: { profile: 'custom', timeoutMs: 2500, retryDelaysSeconds: [5, 120], jitter: true },
      limits: { perSecond: 10, concurrency: null },
    })
  })

  it('sends no field that its profile or scheme does not take', () => {
    const body = toContract({ ...form, policy: { ...form.policy, profile: 'guard' }, signing: { ...form.signing, scheme: 'none' } })
    expect(body.policy).toEqual({ profile: 'guard' })
    expect(body.signing).toEqual({ scheme: 'none' })
  })

  it('blank rows are not sent', () => {
    const blank = { key: 'x', name: '', value: '' }
    const body = toContract({ ...form, headers: [{ ...blank, secret: false }], params: [blank] })
    expect(body.destination).toMatchObject({ headers: [], params: [] })
  })

  it('numbers that can not be read are refused at their field instead of being guessed', () => {
    const bad = { ...form, limits: { perSecond: 'many', concurrency: '1.5' }, policy: { ...form.policy, retryDelays: 'soon' } }
    const parsed = integrationInput.safeParse(toContract(bad))
    const paths = parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.slice(0, 2).join('.'))
    expect(new Set(paths)).toEqual(new Set(['limits.perSecond', 'limits.concurrency', 'policy.retryDelaysSeconds']))
  })
})

describe('draft', () => {
  const withoutKeys = (state: FormState) => JSON.parse(JSON.stringify(state, (name: string, value: unknown) => (name === 'key' ? undefined : value)))

  it('comes back as it was typed, also half-typed numbers and triggers that are off', () => {
    const typed = { ...form, limits: { perSecond: '1x', concurrency: '' }, policy: { ...form.policy, retryDelays: '5 s, ' } }
    expect(withoutKeys(fromDraftData(JSON.parse(JSON.stringify(toDraftData(typed)))))).toEqual(withoutKeys(typed))
  })

  it('a draft of somebody else opens with start values instead of failing', () => {
    const opened = fromDraftData({ name: 5, destination: 'x', triggers: [{}], wizard: null })
    expect(opened).toMatchObject({ name: '', url: '', triggers: [], auth: { kind: 'none' } })
  })

  it('a stored secret is a note, one that is not set is empty', () => {
    const data = { destination: { url: 'https://a.example', auth: { kind: 'basic', username: 'u', password: { set: true } } }, signing: { scheme: 'guard', secret: { set: false } } }
    const opened = fromDraftData(data)
    expect(opened.auth.password).toEqual({ set: true })
    expect(opened.signing).toMatchObject({ scheme: 'guard', secret: '' })
  })

  it('each typed secret crosses the wire once, and again only when it changed', () => {
    const first = toDraftData(form)
    const again = withoutStoredSecrets(first, first)
    expect(JSON.stringify(again)).not.toMatch(/"pw"|"shh"|"k"/)
    expect(again.destination.auth).toEqual({ kind: 'basic', username: 'u', password: { set: true } })
    const changed = toDraftData({ ...form, auth: { ...form.auth, password: 'new' } })
    expect(withoutStoredSecrets(changed, first).destination.auth).toMatchObject({ password: 'new' })
    const renamed = toDraftData({ ...form, headers: [{ key: 'h0', name: 'X-Other', value: 'k', secret: true }] })
    expect(withoutStoredSecrets(renamed, first).destination.headers[0]?.value).toBe('k')
    expect(withoutStoredSecrets(first, null)).toEqual(first)
  })
})

describe('fromIntegration', () => {
  it('what was read can be sent back unchanged', () => {
    const view: IntegrationView = {
      id: 'int_1', type: 'webhook', preset: 'slack', name: 'SIEM', enabled: false, disabledBy: 'person', ownerEmail: null,
      triggers: [{ id: 'trg_1', type: 'A', params: { threshold: 600 }, template: null }],
      destination: {
        url: 'https://siem.acme.com/hook',
        headers: [{ name: 'X-Key', value: { set: true, lastFour: 'abcd' }, secret: true }],
        params: [],
        auth: { kind: 'bearer', token: { set: true } },
      },
      signing: { scheme: 'standard', secret: { set: true } },
      policy: { profile: 'custom', timeoutMs: 2000, retryDelaysSeconds: [5, 75_000], jitter: false },
      limits: { perSecond: 5, concurrency: null },
      health: { state: 'healthy', reason: null, since: null }, disablesAt: null, lastDeliveryAt: null,
      counts24h: { pending: 0, sending: 0, retrying: 0, succeeded: 0, failed: 0, cancelled: 0 },
      version: 3, createdAt: '', updatedAt: '',
    }
    const { preset, name, enabled, destination, signing, policy, limits } = view
    expect(toContract(fromIntegration(view))).toEqual({
      type: 'webhook', preset, name, enabled, destination, signing, policy, limits,
      triggers: [{ type: 'A', params: { threshold: 600 }, template: null }],
    })
  })
})
