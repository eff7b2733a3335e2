import { describe, expect, it } from 'vitest'
import { listEventTypes, type EventType } from '@/lib/catalogue/find-event-type'
import { checkTemplate } from '@/lib/templates/check-template'
import { factsOf } from '@/lib/templates/presets/event-facts'
import { findPlaceholders } from '@/lib/templates/presets/find-placeholders'
import { listBodyPresets } from '@/lib/templates/presets/list-body-presets'
import { vendorSchemas } from '@/lib/templates/presets/testing/vendor-schemas'
import { sampleScope } from '@/lib/templates/sample-scope'
import type { JsonObject } from '@/lib/json/json-value'

const PLACEHOLDER = /YOUR-[A-Z-]+/

const render = (key: string, type: Pick<EventType, 'key' | 'contextSchema'>, sample: EventType['sample'], integrationName = 'Example integration') => {
  const preset = listBodyPresets().find((one) => one.key === key) ?? expect.unreachable(key)
  return checkTemplate({
    template: preset.templateFor(type.key).replace(PLACEHOLDER, 'MINE'), contentType: preset.contentType, contextSchema: type.contextSchema,
    scope: sampleScope(sample, { integrationName }),
  })
}
const typeOf = (key: string) => listEventTypes().find((type) => type.key === key) ?? expect.unreachable(key)
const bodyOf = (key: string, type: string, context: JsonObject, more: Partial<EventType['sample']> = {}): unknown =>
  JSON.parse(render(key, typeOf(type), { ...typeOf(type).sample, context, ...more }).output)

const all = listBodyPresets().flatMap(({ key }) => listEventTypes().map((type) => [key, type.key, type] as const))

describe('a preset’s body', () => {
  it.each(all)('%s for %s is what the service documents, for each sample, without a warning for the typical one', (key, _type, type) => {
    for (const [index, sample] of type.samples.entries()) {
      const { problems, output, valid } = render(key, type, sample)
      expect(index === 0 ? problems : problems.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(valid).toBe(true)
      const parsed = vendorSchemas[key]?.safeParse(JSON.parse(output))
      expect(parsed?.error?.issues ?? (parsed ? [] : 'no schema')).toEqual([])
    }
  })

  it.each(listBodyPresets().map(({ key }) => [key]))('%s works for a workspace’s own event type, for empty and for endless texts', (key) => {
    const own = { key: 'acme.happened', contextSchema: { type: 'object', properties: {} } as const }
    for (const description of ['', ' ', 'x', '😀'.repeat(5000), `${'"\\\n'.repeat(3000)}end`]) {
      const { output, valid } = render(key, own, { id: 1, type: own.key, description: description || own.key, occurredAt: 'not a time', context: {} }, 'Discord "alerts" 😀')
      expect(valid).toBe(true)
      if (description.trim() !== '') expect(vendorSchemas[key]?.safeParse(JSON.parse(output)).error?.issues ?? []).toEqual([])
    }
  })
})

describe('a placeholder that nobody has replaced', () => {
  it.each([['pagerduty', 'routing_key'], ['jira', 'project key']])('of %s is an error that names the %s, at its place', (key, field) => {
    const { templateFor, contentType } = listBodyPresets().find((one) => one.key === key) ?? expect.unreachable(key)
    const type = typeOf('CustomerCSTARUnderThreshold')
    const template = templateFor(type.key)
    const { valid, problems } = checkTemplate({ template, contentType, contextSchema: type.contextSchema, scope: sampleScope(type.sample) })
    expect([valid, problems]).toMatchObject([false, [{ severity: 'error', code: 'placeholder', message: expect.stringContaining(field) as string }]])
    const [{ line, column, endColumn } = expect.unreachable('no problem')] = problems
    expect(template.split('\n')[line - 1]?.slice(column - 1, endColumn - 1)).toMatch(PLACEHOLDER)
  })

  it('is none of a body that only speaks of it', () => {
    expect(findPlaceholders('{% comment %} YOUR-INTEGRATION-KEY {% endcomment %}{ "routing_key": "R0X" }')).toEqual([])
  })

  it('stands in no other preset', () => {
    for (const { key, templateFor } of listBodyPresets()) {
      for (const type of listEventTypes()) expect([key, findPlaceholders(templateFor(type.key)).length > 0]).toEqual([key, PLACEHOLDER.test(templateFor(type.key))])
    }
  })
})

it('has facts for every event type of the catalogue', () => {
  for (const { key } of listEventTypes()) expect([key, factsOf(key).facts.length > 0]).toEqual([key, true])
  expect(factsOf('constructor').facts).toEqual([])
})

describe('colours and urgencies follow the event', () => {
  const score = (key: string, LatestScore: number) => bodyOf(key, 'CustomerCSTARUnderThreshold', { LatestScore, PrevScore: 700, Threshold: 600 })
  it.each([
    [0, 'danger', 'critical', '1'], [199, 'danger', 'critical', '1'], [200, 'warning', 'error', '2'], [399, 'warning', 'error', '2'], [400, 'good', 'warning', '3'],
  ])('a score of %d: Slack %s, PagerDuty %s, ServiceNow %s', (latest, color, severity, urgency) => {
    expect(score('slack', latest)).toMatchObject({ channel: '#security', icon_emoji: ':shield:', username: 'Example integration', attachments: [{ color }] })
    expect(score('pagerduty', latest)).toMatchObject({ payload: { severity } })
    expect(score('servicenow', latest)).toMatchObject({ urgency, impact: urgency })
  })

  it.each([['critical', 'danger'], ['HIGH', 'danger'], ['medium', 'warning'], ['low', 'good']])('a risk level of %s: Slack %s', (level, color) => {
    const { context } = typeOf('investigation.opened').sample
    expect(bodyOf('slack', 'investigation.opened', { ...(context.investigation as JsonObject), risk_level: level })).toMatchObject({ attachments: [{ color }] })
  })

  it('Slack has no colour where nothing says how grave it is', () => {
    const body = bodyOf('slack', 'TrustPageAccessRequested', {}) as { attachments: object[] }
    expect(body.attachments[0]).not.toHaveProperty('color')
  })
})

describe('what an event’s data could do', () => {
  it('mentions nobody in Slack and Discord', () => {
    const text = '<!channel> <@U1> & @everyone'
    const slack = JSON.stringify(bodyOf('slack', 'DataLeakPublished', { Title: text }, { description: text }))
    expect(slack).not.toContain('<!')
    expect(slack).toContain('&lt;!channel&gt;')
    expect(bodyOf('discord', 'DataLeakPublished', { Title: text })).toMatchObject({ allowed_mentions: { parse: [] } })
  })

  it.each(['javascript:alert(1)', 'http://example.com/', '', null, 'https'])('%j becomes no link', (URL) => {
    for (const { key } of listBodyPresets().filter((one) => one.key !== 'splunk' && one.key !== 'pagerduty')) {
      expect(JSON.stringify(bodyOf(key, 'DataLeakPublished', { Title: 'x', URL }))).not.toMatch(/javascript:|example\.com/)
    }
  })

  it('Splunk gets the time of the event, and none where that cannot be read', () => {
    const at = (occurredAt: string) => bodyOf('splunk', 'TrustPageAccessRequested', {}, { occurredAt })
    expect(at('2026-06-24T12:00:00Z')).toHaveProperty('time', 1782302400)
    expect(at('2024-02-29T23:59:60.5+05:30')).not.toHaveProperty('time')
  })
})
