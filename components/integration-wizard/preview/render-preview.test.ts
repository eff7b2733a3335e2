import { describe, expect, it } from 'vitest'
import { findEventType } from '@/lib/catalogue/find-event-type'
import { buildPreviewRequest, contentTypeOf } from './build-preview-request'
import { renderPreview } from './render-preview'
import { checkSampleText, defaultChoice, eventChoice, listSampleChoices } from './sample-choice'
import { summariseCheck } from './template-check'
import { emptyForm } from '../state/form-state'

const found = findEventType('CustomerCSTARUnderThreshold')
if (!found) throw new Error('the catalogue has lost its first type')
const type = {
  ...found, params: { ...found.params }, contextSchema: { ...found.contextSchema }, own: null,
  samples: found.samples.map(({ name, ...sample }) => ({ name, sample })),
}

function render(template: string | null, sample = defaultChoice(type)) {
  const trigger = { type: type.key, on: true, params: {}, template }
  const workspace = { id: 'ws_1', name: 'Acme' }
  const request = buildPreviewRequest({ form: { ...emptyForm, name: 'SIEM' }, trigger, type, sample, workspace, integrationId: null })
  return renderPreview(request, () => 0)
}

describe('renderPreview', () => {
  it('the default body of every sample is valid JSON', () => {
    for (const choice of listSampleChoices(type)) expect(render(null, choice)).toMatchObject({ valid: true, problems: [] })
    expect(listSampleChoices(type).length).toBeGreaterThan(1)
  })

  it('templates see integration and workspace, and what a sample leaves out', () => {
    const own = { source: 'own', title: 'Own', text: '{"context":{"LatestScore":1.50}}' }
    const { output } = render('["{{ integration.name }}","{{ workspace.name }}",{{ notification.id }},{{ notification.context.LatestScore }}]', own)
    expect(output).toBe('["SIEM","Acme",29,1.50]')
  })

  it('a half-typed sample falls back to the default instead of failing', () => {
    expect(render('[{{ notification.id }}]', { source: 'own', title: 'Own', text: '{"id":' }).output).toBe('[29]')
  })

  it('a fix says which line it is for: where that has changed since, it is for nothing', () => {
    const template = '{\r\n  "a": "{{ notification.descr }}",\r\n  "b": 1\r\n  "c": 2\r\n}'
    const lines = template.split('\r\n')
    const fixes = [render('{\n"a": "{{ notification.descr }}"\n}'), render(template)].map(({ problems }) => problems.flatMap(({ fix }) => fix ?? []))
    expect(fixes[0]).toEqual([expect.objectContaining({ line: 2, was: '"a": "{{ notification.descr }}"' })])
    expect(fixes[1]?.length).toBeGreaterThan(0)
    for (const { line, was } of fixes[1] ?? []) expect(was).toBe(lines[line - 1])
  })

  it('a problem has its place and makes the dot of the list', () => {
    const broken = render('{\n  "a": {{ notification.nope | upcas }}\n}')
    expect(broken.problems[0]).toMatchObject({ severity: 'error', line: 2 })
    expect(summariseCheck(true, broken.problems)).toMatchObject({ state: 'error', message: expect.stringContaining('Line 2') })
    expect(summariseCheck(true, render('["{{ notification.nope }}"]').problems).state).toBe('warning')
    expect([summariseCheck(true, []).state, summariseCheck(false, []).state]).toEqual(['edited', 'default'])
  })

  it('the content type is the header\'s, else JSON', () => {
    const header = (value: string) => ({ headers: [{ key: 'h', name: 'Content-Type', value, secret: false }] })
    expect(contentTypeOf(header('text/plain'))).toBe('text/plain')
    expect(contentTypeOf(header(''))).toBe('application/json')
    expect(contentTypeOf({ headers: [] })).toBe('application/json')
  })
})

describe('samples', () => {
  it.each(['[]', '5', '{"a":', ''])('%j is refused in words', (text) => expect(checkSampleText(text)).toMatch(/\w/))
  it('an object passes', () => expect(checkSampleText('{"context":{}}')).toBeNull())

  it('an event becomes a notification with its number as id', () => {
    const event = {
      id: 'evt_1', number: 812, type: 'A', description: 'd', occurredAt: '2026-01-01T00:00:00Z', scorecard: null, externalId: null,
      context: { a: 1 }, createdAt: '',
    }
    expect(JSON.parse(eventChoice(event).text)).toEqual({ id: 812, type: 'A', description: 'd', occurredAt: '2026-01-01T00:00:00Z', context: { a: 1 } })
    expect(eventChoice(event).source).toBe('event:evt_1')
  })
})
