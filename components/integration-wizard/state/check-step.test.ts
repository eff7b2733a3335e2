import { describe, expect, it } from 'vitest'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { checkStep, type StepContext } from './check-step'
import { checkUrlLightly } from './check-url-lightly'
import { emptyForm, type FormState } from './form-state'

const threshold: EventTypeView = {
  key: 'A', label: 'When it drops below 600', category: 'scores',
  params: { type: 'object', properties: { threshold: { type: 'integer', minimum: 1, maximum: 1000, default: 600 }, min: { type: 'string', enum: ['low', 'high'] } } },
  contextSchema: {}, sample: { id: 1, type: 'A', description: '', occurredAt: '', context: {} }, samples: [], defaultTemplate: '{}', own: null,
}
const context: StepContext = { eventTypes: [threshold], brokenTemplates: {}, savedUrl: null }
const good: FormState = {
  ...emptyForm, preset: 'webhook', name: 'SIEM', url: 'https://siem.acme.com/hook',
  triggers: [{ type: 'A', on: true, params: {}, template: null }],
}
const fields = (step: Parameters<typeof checkStep>[0], form: FormState, more: Partial<StepContext> = {}) =>
  checkStep(step, form, { ...context, ...more }).map((error) => error.field)

describe('checkStep', () => {
  it('a good form passes every step', () => {
    for (const step of ['type', 'triggers', 'destination', 'payload', 'enable'] as const) expect(fields(step, good)).toEqual([])
  })

  it('each step only judges what is asked in it', () => {
    expect(fields('type', emptyForm)).toEqual([])
    expect(fields('type', { ...emptyForm, preset: null })).toEqual(['preset'])
    expect(fields('triggers', emptyForm)).toEqual(['triggers'])
    expect(fields('destination', emptyForm)).toEqual(['name', 'url'])
    expect(checkStep('destination', emptyForm, context).map((error) => error.message).join(' ')).not.toMatch(/Too small|Invalid/)
  })

  it('a name that is missing is asked for, a long one is told its limit', () => {
    const messages = (name: string) => checkStep('destination', { ...good, name }, context).map(({ message }) => message)
    expect(messages(' ')).toEqual(['Give the integration a name.'])
    expect(messages('n'.repeat(201))).toEqual(['A name has at most 200 characters.'])
  })

  it.each([['', 1], [0, 1], [1.5, 1], [1001, 1], ['6oo', 1], [1000, 0], [undefined, 0]])('threshold %s gives %i errors', (value, count) => {
    const form = { ...good, triggers: [{ type: 'A', on: true, params: { threshold: value }, template: null }] }
    expect(fields('triggers', form)).toHaveLength(count)
  })

  it('a choice must be one of the list', () => {
    const form = { ...good, triggers: [{ type: 'A', on: true, params: { min: 'huge' }, template: null }] }
    expect(fields('triggers', form)).toEqual(['triggers.A.params.min'])
  })

  it('a trigger that is off may have any numbers', () => {
    const off = { type: 'A', on: false, params: { threshold: '' }, template: null }
    expect(fields('triggers', { ...good, triggers: [{ type: 'B', on: true, params: {}, template: null }, off] })).toEqual([])
  })

  it('headers: no blank, doubled, odd or second authorization names', () => {
    const header = (key: string, name: string, value = 'v') => ({ key, name, value, secret: false })
    const headers = [header('a', 'X-A'), header('b', 'x-a'), header('c', 'bad name'), header('d', '', 'x'), header('e', 'Authorization'), header('f', 'X-F', 'é')]
    const auth = { ...good.auth, kind: 'bearer' as const, token: 't' }
    expect(fields('destination', { ...good, headers, auth })).toEqual([
      'headers.b.name', 'headers.c.name', 'headers.d.name', 'headers.e.name', 'headers.f.value',
    ])
    expect(fields('destination', { ...good, headers: [header('e', 'Authorization')] })).toEqual([])
  })

  it('authentication, own signature and own retries ask for what they need', () => {
    expect(fields('destination', { ...good, auth: { ...good.auth, kind: 'basic' } })).toEqual(['auth.username'])
    expect(fields('destination', { ...good, auth: { ...good.auth, kind: 'bearer' } })).toEqual(['auth.token'])
    expect(fields('destination', { ...good, signing: { ...good.signing, scheme: 'hmac', header: ' ' } })).toEqual(['signing.header'])
    const policy = { profile: 'custom' as const, timeoutSeconds: '31', retryDelays: 'soon', jitter: false }
    expect(fields('destination', { ...good, policy })).toEqual(['policy.timeoutSeconds', 'policy.retryDelays'])
  })

  it('a new host asks for each stored secret again, a new path does not', () => {
    const form: FormState = {
      ...good,
      headers: [{ key: 'h', name: 'X-Key', value: { set: true }, secret: true }],
      auth: { ...good.auth, kind: 'basic', username: 'u', password: { set: true } },
    }
    const savedUrl = 'https://old.acme.com/hook'
    expect(fields('destination', form, { savedUrl })).toEqual(['headers.h.value', 'auth.password'])
    expect(fields('destination', { ...form, url: 'https://old.acme.com/other' }, { savedUrl })).toEqual([])
    expect(fields('destination', { ...form, auth: { ...form.auth, password: 'new' } }, { savedUrl })).toEqual(['headers.h.value'])
  })

  it('a broken template only forbids enabling', () => {
    const brokenTemplates = { A: 'Line 1: not JSON' }
    expect(fields('payload', good, { brokenTemplates })).toEqual([])
    expect(fields('enable', good, { brokenTemplates })).toEqual(['template.A'])
    expect(fields('enable', { ...good, enabled: false }, { brokenTemplates })).toEqual([])
  })
})

describe('checkUrlLightly', () => {
  it.each(['https://a.example/x?y=1', 'http://10.0.0.1:8080/', ' https://a.example '])('%s passes', (url) => {
    expect(checkUrlLightly(url)).toBeNull()
  })
  it.each(['', 'a.example', 'ftp://a.example', 'https://', 'https://u:p@a.example', 'https://a.example/a b', 'https://a.example\\x', 'https://a.example/\u0007'])(
    '%j is refused with a reason', (url) => expect(checkUrlLightly(url)).toMatch(/\w/),
  )
  it('more than 2048 characters are refused', () => {
    expect(checkUrlLightly(`https://a.example/${'x'.repeat(2048)}`)).toContain('2048')
  })
})
