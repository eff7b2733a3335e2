import { describe, expect, it } from 'vitest'
import type { JsonSchema } from '@/lib/catalogue/json-schema'
import type { JsonValue } from '@/lib/json/json-value'
import { checkTemplate } from '@/lib/templates/check-template'
import { listVariables } from '@/lib/templates/list-variables'
import { readsAttempt, readsWebhooks } from '@/lib/templates/reads-variables'
import { sampleScope } from '@/lib/templates/sample-scope'

function scopeOfContext(context: JsonValue) {
  return sampleScope({ id: 1, type: 'Sample', description: 'An event', occurredAt: '2026-01-01T00:00:00Z', context })
}

const contextSchema: JsonSchema = {
  type: 'object',
  properties: {
    LatestScore: { type: 'number', description: 'The score now' },
    Risks: { type: 'array', items: { type: 'object', properties: { Name: { type: 'string' } } } },
  },
}

function check(template: string) {
  const scope = scopeOfContext({ LatestScore: 5, Extra: { deep: 1 } })
  return checkTemplate({ template, contentType: 'text/plain', contextSchema, scope })
}

describe('checkTemplate', () => {
  it('gives output, validity, bytes and no problem for a good template', () => {
    expect(check('ü{{ notification.context.LatestScore }}')).toEqual(
      { output: 'ü5', valid: true, problems: [], bytes: 3 },
    )
  })

  it.each([
    ['{{ notification.descripton }}', 'notification.description', 1, 4, 27],
    ['\n  {{ notificatoin.id }}', 'notification', 2, 6, 21],
    ['{{ description }}', 'notification.description', 1, 4, 15],
    ['{{ LatestScore }}', 'notification.context.LatestScore', 1, 4, 15],
    ['{{ notification.context.latestscore }}', 'notification.context.LatestScore', 1, 4, 36],
    ['{{ notification.context.Risks[0].Nam }}', 'notification.context.Risks[0].Name', 1, 4, 37],
    ['{% if delivery.atempt > 1 %}{% endif %}', 'delivery.attempt', 1, 7, 22],
    ['{{ "a" | append: integration.nam }}', 'integration.name', 1, 18, 33],
    ['{% assign total = 1 %}{{ totel }}', 'total', 1, 26, 31],
  ])('%j warns and suggests %s', (template, suggestion, line, column, endColumn) => {
    const { valid, problems } = check(template)
    expect(valid).toBe(true)
    expect(problems).toMatchObject(
      [{ severity: 'warning', code: 'unknown_variable', suggestion, line, column, endColumn }],
    )
    expect(problems[0]?.message).toContain(`Did you mean "${suggestion}"?`)
  })

  it('an unknown name that resembles nothing has no suggestion', () => {
    expect(check('{{ zzzzzz }}').problems).toMatchObject(
      [{ code: 'unknown_variable', message: 'There is no variable "zzzzzz"' }],
    )
    expect(check('{{ zzzzzz }}').problems[0]).not.toHaveProperty('suggestion')
  })

  it.each([
    '{% assign x = 1 %}{% capture y %}{% endcapture %}{{ x }}{{ y }}{% increment z %}{{ z }}',
    '{% for risk in notification.context.Risks %}{{ risk.Name }}{{ risk.anything }}{{ forloop.last }}{% endfor %}',
    '{% tablerow r in notification.context.Risks %}{{ r }}{{ tablerowloop.col }}{% endtablerow %}',
    '{{ notification.context.Risks.size }}{{ notification.context.Risks.first.Name }}',
    '{{ notification.description.size }}{% liquid\n echo notification.id\n%}',
    '{{ notification.context.Extra.deep }}{{ notification.context.Extra.other }}',
    '{{ notification["id"] }}{{ notification[workspace.name] }}{{ notification.context.Risks[3] }}',
    '{{ rule.name }}{{ webhooks[0].response.status }}{{ webhooks.size }}{{ delivery.createdAt }}',
    '{% comment %}{{ nope }}{% endcomment %}{% raw %}{{ nope }}{% endraw %}',
  ])('%j uses only what there is', (template) => {
    expect(check(template).problems).toEqual([])
  })

  it('warnings come in order of appearance, after the errors', () => {
    const result = checkTemplate({
      template: '{{ b1b1b1 }}\n{{ a1a1a1 }}, {{ notification.id }}',
      contentType: 'application/json',
      contextSchema,
      scope: scopeOfContext({}),
    })
    expect(result.valid).toBe(false)
    expect(result.problems.map(({ code, line }) => [code, line])).toEqual([
      ['invalid_json', 2],
      ['unknown_variable', 1],
      ['unknown_variable', 2],
    ])
  })

  it('a failed render shows what was written so far', () => {
    expect(check('abc{{ "%zz" | url_decode }}')).toMatchObject(
      { output: 'abc', valid: false, problems: [{ code: 'render', column: 4 }] },
    )
    expect(check('{% if %}')).toMatchObject({ output: '', valid: false, bytes: 0 })
  })
})

describe('readsAttempt', () => {
  it.each([
    ['{{ delivery.attempt }}', true],
    ['{% if delivery.retries > 0 %}{% endif %}', true],
    ['{{ delivery["attempt"] }}', true],
    ['{{ delivery }}', true],
    ['{% assign d = delivery %}{{ d.attempt }}', true],
    ['{{ delivery[notification.type] }}', true],
    ['{{ "a" | append: delivery.attempt }}', true],
    ['{% cycle delivery.attempt, 1 %}', true],
    ['{% for i in (1..delivery.attempt) %}{% endfor %}', true],
    ['{% case 1 %}{% when delivery.retries %}{% endcase %}', true],
    ['{{ notification.context.Risks | where_exp: "r", "r.n == delivery.attempt" }}', true],
    ['{% liquid\necho delivery.attempt\n%}', true],
    ['{{ delivery.id }} {{ delivery.createdAt }}', false],
    ['{{ notification.context.attempt }} delivery.attempt', false],
    ['{% if %}', false],
  ])('%j: %s', (template, expected) => {
    expect(readsAttempt(template)).toBe(expected)
  })

  it('readsWebhooks likewise', () => {
    expect(readsWebhooks('{% for w in webhooks %}{{ w.url }}{% endfor %}')).toBe(true)
    expect(readsWebhooks('{{ notification.webhooks }}')).toBe(false)
  })
})

describe('listVariables', () => {
  it('names every path with type, description and the sample value', () => {
    const variables = listVariables(contextSchema, scopeOfContext({ LatestScore: 5, Risks: [{ Name: 'x' }] }))
    const byPath = new Map(variables.map((variable) => [variable.path, variable]))
    expect(byPath.get('notification.context.LatestScore')).toEqual({
      path: 'notification.context.LatestScore',
      type: 'number',
      description: 'The score now',
      sample: '5',
    })
    expect(byPath.get('notification.context.Risks[0].Name')?.sample).toBe('x')
    expect(byPath.get('notification.context.Risks')?.sample).toBe('[{"Name":"x"}]')
    expect(byPath.get('rule.name')?.sample).toBeNull()
    expect([...byPath.keys()]).toEqual(
      expect.arrayContaining(['notification.id', 'delivery.retries', 'webhooks[0].url']),
    )
  })

  it('names only what a template can use', () => {
    for (const { path } of listVariables(contextSchema)) expect(check(`{{ ${path} }}`).problems).toEqual([])
  })
})
