import { describe, expect, it } from 'vitest'
import { dropMended } from './drop-mended'
import { emptyForm, type FormState } from './form-state'
import { fieldId, mapErrors, mapPointer } from './map-pointers'

const form: FormState = {
  ...emptyForm,
  triggers: [
    { type: 'Off', on: false, params: {}, template: null },
    { type: 'investigation.opened', on: true, params: {}, template: null },
  ],
  headers: [
    { key: 'r1', name: '', value: '', secret: false },
    { key: 'r2', name: 'Host', value: 'x', secret: false },
  ],
  params: [{ key: 'p7', name: 'a', value: 'b' }],
}

describe('mapPointer', () => {
  it.each([
    ['/name', 'destination', 'name'],
    ['/ownerEmail', 'destination', 'ownerEmail'],
    ['/destination/url', 'destination', 'url'],
    ['/destination/headers/0/name', 'destination', 'headers.r2.name'],
    ['/destination/headers/9/name', 'destination', 'headers'],
    ['/destination/headers', 'destination', 'headers'],
    ['/destination/params/0/value', 'destination', 'params.p7.value'],
    ['/destination/auth/password', 'destination', 'auth.password'],
    ['/signing/header', 'destination', 'signing.header'],
    ['/policy/retryDelaysSeconds/3', 'destination', 'policy.retryDelays'],
    ['/policy/timeoutMs', 'destination', 'policy.timeoutSeconds'],
    ['/limits/perSecond', 'destination', 'limits.perSecond'],
    ['/triggers', 'triggers', 'triggers'],
    ['/triggers/0/type', 'triggers', 'triggers.investigation.opened'],
    ['/triggers/0/params/minRiskLevel', 'triggers', 'triggers.investigation.opened.params.minRiskLevel'],
    ['/triggers/0/template', 'payload', 'template.investigation.opened'],
    ['/integration/destination/url', 'destination', 'url'],
    ['/sample/id', 'payload', ''],
    ['/preset', 'type', 'preset'],
    ['/enabled', 'enable', 'enabled'],
    ['', 'enable', ''],
    ['/unheard/of', 'enable', ''],
  ])('%s stands in step %s, field %s', (pointer, step, field) => {
    expect(mapPointer(pointer, form)).toEqual({ step, field })
  })

  it('keeps the server\'s words', () => {
    expect(mapErrors([{ pointer: '/name', code: 'x', message: 'Too long' }], form)).toEqual([
      { step: 'destination', field: 'name', message: 'Too long' },
    ])
  })

  it('an id has only signs that need no escaping', () => {
    expect(fieldId('triggers.investigation.opened.params.minRiskLevel')).toMatch(/^[\w-]+$/)
  })
})

describe('dropMended', () => {
  const errors = mapErrors(
    ['/destination/url', '/destination/headers/0/name', '/destination/auth/token'].map((pointer) => ({ pointer, code: 'x', message: 'm' })),
    form,
  )

  it('takes away only what was said about the changed field', () => {
    expect(dropMended(errors, { kind: 'set', values: { url: 'https://b.example' } }).map((error) => error.field)).toEqual([
      'headers.r2.name', 'auth.token',
    ])
    expect(dropMended(errors, { kind: 'changeHeader', key: 'r2', change: {} }).map((error) => error.field)).toEqual(['url', 'auth.token'])
    expect(dropMended(errors, { kind: 'set', values: { auth: form.auth } }).map((error) => error.field)).toEqual(['url', 'headers.r2.name'])
    expect(dropMended(errors, { kind: 'setTemplate', type: 'A', template: '' })).toBe(errors)
  })
})
