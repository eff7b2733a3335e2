import { describe, expect, it } from 'vitest'
import { renderTemplate } from '@/lib/templates/render-template'
import { sampleScope } from '@/lib/templates/sample-scope'
import { applyFix, suggestJsonFix } from '@/lib/templates/suggest-json-fix'

const scope = sampleScope({ id: 29, type: 't', description: 'Fell "hard"', occurredAt: '2020-06-29T01:14:11Z', context: { LatestScore: 599 } })

function mend(template: string) {
  const request = { template, contentType: 'application/json', scope }
  const rendered = renderTemplate(request)
  if (rendered.ok) return { label: null, mended: template }
  const problem = rendered.problems[0]
  const fix = problem && suggestJsonFix(request, problem)
  return fix ? { label: fix.label, mended: applyFix(template, fix) } : undefined
}

describe('the edit that mends a body which is not JSON', () => {
  it.each([
    ['{"a": 1 "b": 2}', 'Insert a comma', '{"a": 1, "b": 2}'],
    ['{\n  "a": "x"\n  "b": {{ notification.id }}\n}', 'Insert a comma', '{\n  "a": "x",\n  "b": {{ notification.id }}\n}'],
    ['{"a": {{ notification.id }} "b": 2}', 'Insert a comma', '{"a": {{ notification.id }}, "b": 2}'],
    ['{"a": 1,}', 'Remove the comma', '{"a": 1}'],
    ['["a", "b",\n]', 'Remove the comma', '["a", "b"\n]'],
    ['{text: 1}', 'Put it in quotes', '{"text": 1}'],
    ['{"level": high}', 'Put it in quotes', '{"level": "high"}'],
    ["{'a': 1}", 'Use double quotes', '{"a": 1}'],
    ['{\n  "a": very high,\n  "b": 2\n}', 'Put it in quotes', '{\n  "a": "very high",\n  "b": 2\n}'],
    ['{\n  "a": {{ notification.description }} at {{ notification.id }},\n  "b": 2\n}', 'Put it in quotes', '{\n  "a": "{{ notification.description }} at {{ notification.id }}",\n  "b": 2\n}'],
    ['{\n  "a": "high,\n  "b": 2\n}', 'Close the quotes', '{\n  "a": "high",\n  "b": 2\n}'],
    ['{"a": [1, {"b": 2}', 'Close the brackets', '{"a": [1, {"b": 2}]}'],
    ['{"a": 1}}', 'Remove it', '{"a": 1}'],
  ])('%j: %s', (template, label, mended) => {
    expect(mend(template)).toEqual({ label, mended })
    expect(renderTemplate({ template: mended, contentType: 'application/json', scope }).ok).toBe(true)
  })

  it('mends one fault after another', () => {
    let template = "{\n  text: 'x'\n  \"level\": high,\n}"
    for (let step = 0; step < 6; step += 1) template = mend(template)?.mended ?? template
    expect(renderTemplate({ template, contentType: 'application/json', scope })).toMatchObject({ ok: true, output: '{\n  "text": "x",\n  "level": "high"\n}' })
  })

  it('has nothing to say where no small edit helps', () => {
    expect(mend('no JSON at all; {{')).toBeUndefined()
  })
})
