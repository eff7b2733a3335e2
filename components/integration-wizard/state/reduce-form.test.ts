import { describe, expect, it } from 'vitest'
import { emptyForm, type FormState } from './form-state'
import { reduceForm, type FormAction } from './reduce-form'
import { findWizardPreset, type WizardPreset } from './wizard-presets'

const run = (form: FormState, ...actions: FormAction[]) => actions.reduce(reduceForm, form)

function preset(key: string): WizardPreset {
  const found = findWizardPreset(key)
  if (found === undefined) throw new Error(`no preset ${key}`)
  return found
}

const choose = (key: string): FormAction => ({ kind: 'choosePreset', preset: preset(key) })
const toggle = (on: boolean, ...types: string[]): FormAction => ({ kind: 'toggleTriggers', types, on })

describe('reduceForm', () => {
  it('a trigger that is switched off and on again keeps its numbers and its template', () => {
    const form = run(
      emptyForm,
      toggle(true, 'A'),
      { kind: 'setParam', type: 'A', name: 'threshold', value: 550 },
      { kind: 'setTemplate', type: 'A', template: '{}' },
      toggle(false, 'A'),
      toggle(true, 'A'),
    )
    expect(form.triggers).toEqual([{ type: 'A', on: true, params: { threshold: 550 }, template: '{}' }])
  })

  it('a preset fills signing, policy and triggers and leaves what was typed', () => {
    const form = run({ ...emptyForm, name: 'SIEM', url: 'https://a.example/x' }, choose('guard'))
    expect(form).toMatchObject({
      preset: 'guard', name: 'SIEM', url: 'https://a.example/x', signing: { scheme: 'guard' }, policy: { profile: 'guard' },
      triggers: [{ type: 'investigation.opened', on: true, template: null }],
    })
  })

  it('a body preset reaches triggers of before and after, but no template that was edited', () => {
    const slack = preset('slack').templateFor('A')
    const form = run(
      emptyForm, choose('webhook'), toggle(true, 'A', 'B'), { kind: 'setTemplate', type: 'B', template: '{"own":1}' },
      choose('slack'), toggle(true, 'C'),
    )
    expect(form.triggers.map((trigger) => trigger.template)).toEqual([slack, '{"own":1}', slack])
    expect(run(form, choose('webhook')).triggers.map((trigger) => trigger.template)).toEqual([null, '{"own":1}', null])
  })

  it('a preset fills an address, a limit and secret headers, and takes back what nobody touched', () => {
    const limited = run(emptyForm, choose('pagerduty'), choose('slack'))
    expect([run(emptyForm, choose('pagerduty')).url, limited.url, limited.limits.perSecond]).toEqual(['https://events.pagerduty.com/v2/enqueue', '', '1'])
    expect(run(limited, choose('webhook')).limits.perSecond).toBe('')
    expect(run(limited, { kind: 'set', values: { limits: { perSecond: '5', concurrency: '' } } }, choose('webhook')).limits.perSecond).toBe('5')
    const splunk = run(emptyForm, { kind: 'addRows', list: 'headers', rows: [{ key: 'r1', name: 'X-Team', value: 'red' }] }, choose('splunk'))
    expect(splunk.headers).toMatchObject([{ name: 'X-Team' }, { key: 'r2', name: 'Authorization', value: '', secret: true }])
    expect(run(splunk, choose('splunk')).headers).toHaveLength(2)
    expect(run(splunk, choose('webhook')).headers).toMatchObject([{ name: 'X-Team' }])
    const typed = run(splunk, { kind: 'changeHeader', key: 'r2', change: { value: 'Splunk t' } })
    expect(run(typed, choose('webhook')).headers).toHaveLength(2)
    expect(run(emptyForm, choose('jira'))).toMatchObject({ auth: { kind: 'basic' }, signing: { scheme: 'none' } })
  })

  it('pasted headers fill up blank rows, and those that look secret are marked', () => {
    const form = run(
      emptyForm,
      { kind: 'addRows', list: 'headers', rows: [{ key: 'r1', name: '', value: '' }] },
      { kind: 'addRows', list: 'headers', rows: [{ key: 'r2', name: 'X-Team', value: 'red' }, { key: 'r3', name: 'X-Api-Key', value: 'k' }] },
    )
    expect(form.headers).toEqual([
      { key: 'r2', name: 'X-Team', value: 'red', secret: false },
      { key: 'r3', name: 'X-Api-Key', value: 'k', secret: true },
    ])
  })

  it('a stored header that is no longer secret has to be typed again', () => {
    const form = { ...emptyForm, headers: [{ key: 'h0', name: 'X-Key', value: { set: true }, secret: true }] }
    const next = run(form, { kind: 'changeHeader', key: 'h0', change: { secret: false } })
    expect(next.headers[0]).toMatchObject({ secret: false, value: '' })
  })

  it('only the removed row goes', () => {
    const rows = [{ key: 'r1', name: 'a', value: '1' }, { key: 'r2', name: 'b', value: '2' }]
    const form = run({ ...emptyForm, params: rows }, { kind: 'removeRow', list: 'params', key: 'r1' })
    expect(form.params).toEqual([rows[1]])
  })
})
