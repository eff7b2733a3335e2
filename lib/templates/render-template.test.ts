import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { JsonValue } from '@/lib/json/json-value'
import { parseJson } from '@/lib/json/parse-json'
import { renderTemplate, type RenderResult } from '@/lib/templates/render-template'
import { sampleScope } from '@/lib/templates/sample-scope'

// Properties run hundreds of cases; a busy machine needs more than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 })

function scopeOfContext(context: JsonValue) {
  return sampleScope({ id: 1, type: 'Sample', description: 'An event', occurredAt: '2026-01-01T00:00:00Z', context })
}

function render(template: string, context: unknown = {}, contentType = 'application/json'): RenderResult {
  // Test data comes as JavaScript values; parsing their JSON makes them what the product passes.
  const value = typeof context === 'string' ? parseJson(context) : parseJson(JSON.stringify(context))
  return renderTemplate({ template: alias(template), contentType, scope: scopeOfContext(value) })
}

/** `c.` is short for `notification.context.` in these tests. */
function alias(template: string): string {
  return template.replaceAll(/\bc\./g, 'notification.context.')
}

function body(template: string, context: unknown = {}): unknown {
  const result = render(template, context)
  if (!result.ok) throw new Error(`${result.problems[0]?.message}\n${result.partial}`)
  return JSON.parse(result.output)
}

function text(template: string, context: unknown = {}, contentType = 'text/plain'): string {
  const result = render(template, context, contentType)
  return result.ok ? result.output : `error: ${result.problems[0]?.message}`
}

const awkward = {
  s: 'say "hi" \\ \n\t\u2028 😀 {{ x }} </b>',
  nothing: null,
  list: [],
  object: { a: '"' },
  no: false,
  n: 1.5,
}

describe('values in a JSON body', () => {
  it('are escaped inside a string and JSON outside of one', () => {
    expect(body('{"in": "<{{ c.s }}>", "out": {{ c.s }}}', awkward)).toEqual({ in: `<${awkward.s}>`, out: awkward.s })
  })

  it('null, list, object, boolean and number are what they are outside, text inside', () => {
    const outside = '[{{ c.nothing }}, {{ c.list }}, {{ c.object }}, {{ c.no }}, {{ c.n }}, {{ c.missing }}]'
    expect(body(outside, awkward)).toEqual([null, [], { a: '"' }, false, 1.5, null])
    const inside = '["{{ c.nothing }}", "{{ c.list }}", "{{ c.object }}", "{{ c.no }}", "{{ c.n }}", "{{ c.missing }}"]'
    expect(body(inside, awkward)).toEqual(['', '', '{"a":"\\""}', 'false', '1.5', ''])
    expect(body('"{{ c.nothing }} and {{ c.missing }}"', awkward)).toBe(' and ')
  })

  it('any value survives in both places, as valid UTF-8', () => {
    const value = fc.jsonValue({ noUnicodeString: false, stringUnit: 'binary' })
    fc.assert(
      fc.property(value, fc.string({ unit: 'binary' }), (any, string) => {
        const result = render(
          '{"any": {{ c.any }}, "s": "{{ c.s }}", "both": "a{{ c.s }}b{{ c.s }}"}',
          { any, s: string },
        )
        if (!result.ok) throw new Error(result.problems[0]?.message)
        expect(result.output.isWellFormed()).toBe(true)
        expect(JSON.parse(result.output)).toEqual({
          any: JSON.parse(JSON.stringify(any)),
          s: string,
          both: `a${string}b${string}`,
        })
        expect(result.bytes).toBe(new TextEncoder().encode(result.output).length)
      }),
    )
  })

  it('numbers and key order leave as they came', () => {
    const received = '{"10":12345678901234567890,"2":1.0,"b":-0,"a":1e400}'
    const result = render('{{ notification.context }}', received)
    expect(result).toMatchObject({ ok: true, output: received })
    expect(
      text('{"x":"{{ c.b }} {{ c.a }} {{ notification.context["2"] }}"}', received, 'application/json'),
    ).toBe('{"x":"-0 1e400 1.0"}')
    expect(text('{% for pair in notification.context %}{{ pair[0] }} {% endfor %}', received)).toBe('10 2 b a ')
  })

  it('exact numbers calculate, compare and filter as numbers', () => {
    const received = '{"x":599.0,"big":12345678901234567890}'
    expect(
      body(
        '[{{ c.x | plus: 1 }}, {% if c.x < 600 %}1{% else %}0{% endif %}, {% if c.x == 599 %}1{% else %}0{% endif %}]',
        received,
      ),
    ).toEqual([600, 1, 1])
    expect(body('{% case c.x %}{% when 599 %}"yes"{% else %}"no"{% endcase %}', received)).toBe('yes')
    expect(text('{{ c.big }}', received)).toBe('12345678901234567890')
    expect(body('{{ c.x.text }}', received)).toBeNull()
  })

  it('a number that JSON does not have is null', () => {
    expect(body('[{{ c.a | divided_by: 0 }}]', { a: 1 })).toEqual([null])
  })

  it('the escaping follows what was written through branches, loops, comments and raw', () => {
    const template = `{
      {%- if c.quoted %}"a": "{% else %}"b": [{% endif %}{{ c.s }}{% if c.quoted %}"{% else %}]{% endif -%}
      , "list": [{% for i in c.items %}{% comment %}"{% endcomment %}
          "{{ i }}"{% unless forloop.last %},{% endunless %}{% endfor %}]
      , "raw": {% raw %}"{{ not }}"{% endraw %}, "after": {{ c.s }} }`
    const items = ['a"b', 'c\nd']
    const common = { list: items, raw: '{{ not }}', after: awkward.s }
    expect(body(template, { quoted: true, s: awkward.s, items })).toEqual({ a: awkward.s, ...common })
    expect(body(template, { quoted: false, s: awkward.s, items })).toEqual({ b: [awkward.s], ...common })
  })

  it('echo, liquid, cycle, increment and tablerow are safe too', () => {
    expect(body('{% liquid\n assign x = c.s\n echo x\n%}', awkward)).toBe(awkward.s)
    expect(body('"{% echo c.s %}"', awkward)).toBe(awkward.s)
    expect(
      body('[{% cycle c.s, "b" %},"{% cycle c.s, "b" %}",{% increment n %},"{% decrement m %}"]', awkward),
    ).toEqual([awkward.s, 'b', 0, '-1'])
    expect(
      body('"{% tablerow i in c.items %}{{ i }}{% endtablerow %}"', { items: ['"'] }),
    ).toContain('<td class="col1">"</td>')
  })

  it('increment changes nothing outside of its render', () => {
    const scope = scopeOfContext({})
    const request = { template: '{% increment notification %}', contentType: 'application/json', scope }
    renderTemplate(request)
    expect(scope.notification).toMatchObject({ type: 'Sample' })
    expect(renderTemplate(request)).toMatchObject({ ok: true, output: '0' })
  })

  it('json is not quoted twice and raw is written as it is', () => {
    expect(
      body('{"a": {{ c.s | json }}, "b": {{ c.object | json }}, "c": {{ c.s | jsonify }}}', awkward),
    ).toEqual({ a: awkward.s, b: { a: '"' }, c: awkward.s })
    expect(JSON.parse(String(body('"{{ c.object | json }}"', awkward)))).toEqual({ a: '"' })
    expect(body('{"a": "{{ c.s | json }}"}', awkward)).toEqual({ a: JSON.stringify(awkward.s) })
    expect(body('{{ c.fragment | raw }}', { fragment: '{"x": [1]}' })).toEqual({ x: [1] })
    expect(body('{{ c.open | raw }}{{ c.s }}"', { open: '"', s: 'a"b' })).toBe('a"b')
    expect(body('{{ c.s | json | size }}', { s: 'ab' })).toBe(4)
  })

  it('a backslash before a value is an error, never an injection', () => {
    const result = render('{"a": "\\{{ c.s }}", "b": 1}', { s: '", "admin": true, "x": "' })
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'render', line: 1, column: 9 }] })
    expect(render('{"a": "\\u00{{ c.s }}"}', { s: '", "b": "' })).toMatchObject({ ok: false })
  })
})

describe('captures in a JSON body', () => {
  it('hold text for inside and for outside of a string', () => {
    const template = '{% capture x %}{{ c.s }}{% endcapture %}{"in": "{{ x }}", "out": {{ x }}}'
    expect(body(template, awkward)).toEqual({ in: awkward.s, out: awkward.s })
  })

  it('hold fragments that are written as they are', () => {
    const template =
      '{% capture rows %}{% for i in c.items %}{"n": "{{ i }}", "v": {{ i }}},{% endfor %}{% endcapture %}' +
      '{% capture all %}[{{ rows | append: "1" }}]{% endcapture %}' +
      '{"rows": [{{ rows | strip | remove_last: "," }}], "same": {{ all }}}'
    const items = ['a"b', 'c\nd']
    const rows = items.map((item) => ({ n: item, v: item }))
    expect(body(template, { items })).toEqual({ rows, same: [...rows, 1] })
  })

  it('stay texts for filters, comparisons and assign', () => {
    const template = `{% capture x %}{{ c.s }}{% endcapture %}{% assign y = x | append: "!" %}{% assign z = x %}
      {"up": "{{ x | upcase }}", "size": {{ x.size }}, "y": {{ y }}, "z": "{{ z }}", "d": "{{ x | default: 'none' }}",
       "is": {% if x == c.s %}true{% else %}false{% endif %},
       "has": {% if x contains 'hi' %}true{% else %}false{% endif %},
       "t": {{ x | truncate: 5 }}, "list": {{ c.list | push: x }} }`
    expect(body(template, awkward)).toEqual({
      up: awkward.s.toUpperCase(),
      size: awkward.s.length,
      y: `${awkward.s}!`,
      z: awkward.s,
      d: awkward.s,
      is: true,
      has: true,
      t: 'sa...',
      list: [awkward.s],
    })
  })

  it('data cannot enter a fragment unescaped by way of a filter', () => {
    const template = '{% capture x %}{"a": "b"}{% endcapture %}{{ x | append: c.s }}'
    expect(body(template, { s: ', {"admin": true}' })).toBe('{"a": "b"}, {"admin": true}')
  })

  it('nest, and never run their content twice', () => {
    const inner = '{% capture b %}{{ c.s }}{% endcapture %}'
    const template = `{% capture a %}${inner}<{{ b }}>{% increment n %}{% endcapture %}"{{ a }}{% increment n %}"`
    expect(body(template, awkward)).toBe(`<${awkward.s}>01`)
  })

  it('any text in any capture gives valid JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const template =
          '{% capture x %}{{ c.a }} - {{ c.b }}{% endcapture %}' +
          '{% capture y %}{"k": "{{ x }}"}{% endcapture %}[{{ y }}, "{{ x }}"]'
        expect(body(template, { a, b })).toEqual([{ k: `${a} - ${b}` }, `${a} - ${b}`])
      }),
    )
  })
})

describe('other content types', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])('%s is plain Liquid', (type) => {
    const capture = '{% capture x %}{{ c.s }}{% endcapture %}{{ x | upcase }}'
    const template = `{{ c.s }}|{{ c.nothing }}|{{ c.items }}|${capture}|{{ c.s | json }}`
    expect(text(template, { s: 'a"b', items: [1, 2], nothing: null }, type)).toBe('a"b||12|A"B|"a\\"b"')
  })

  it.each(
    [
      'application/json',
      'Application/JSON; charset=utf-8',
      'application/vnd.api+json',
      'application/cloudevents+json;v=1',
    ],
  )('%s is JSON', (type) => {
    expect(text('{{ c.s }}', { s: 'a' }, type)).toBe('"a"')
  })

  it.each(['application/jsonp', 'text/html', '', 'application/json-seq'])('"%s" is not JSON', (type) => {
    expect(text('{{ c.s }}', { s: 'a' }, type)).toBe('a')
  })

  it('a lone surrogate becomes a replacement character', () => {
    expect(text('{{ c.s }}', '{"s":"\\ud800"}')).toBe('\ufffd')
  })
})

describe('problems', () => {
  it.each([
    ['{{ a', 'syntax', 1, 1],
    ['x\n {% if a %}', 'syntax', 2, 2],
    ['{% endif %}', 'syntax', 1, 4],
    ['{% for %}{% endfor %}', 'syntax', 1, 1],
    ['{% inclde "x" %}', 'unknown_tag', 1, 4],
    ['\n{%- include "x" -%}', 'unknown_tag', 2, 5],
    ['{% render "x" %}', 'unknown_tag', 1, 4],
    ['{% layout "x" %}', 'unknown_tag', 1, 4],
    ['{% block x %}{% endblock %}', 'unknown_tag', 1, 4],
    ['{% constructor %}', 'unknown_tag', 1, 4],
    ['"{{ a | upcase | upcas }}"', 'unknown_filter', 1, 18],
    ['{{ a | constructor }}', 'unknown_filter', 1, 8],
    ['{{ a | __proto__ }}', 'unknown_filter', 1, 8],
    ['{% liquid\n  echo a\n  bad b\n%}', 'unknown_tag', 3, 3],
    ['x\n{{ "%zz" | url_decode }}', 'render', 2, 1],
  ])('%j is %s at line %d, column %d', (template, code, line, column) => {
    expect(render(template)).toMatchObject({ ok: false, problems: [{ severity: 'error', code, line, column }] })
  })

  it('a filter that is nearly right is suggested', () => {
    expect(render('{{ a | upcas }}')).toMatchObject({ problems: [{ suggestion: 'upcase', endColumn: 13 }] })
  })

  it('an output that is not JSON is located in the output and in the template', () => {
    const template = '{\n  "items": [\n    {% for i in c.items %}"{{ i }}",{% endfor %}\n  ]\n}'
    expect(render(template, { items: ['x', 'y'] })).toMatchObject({
      ok: false,
      problems: [{ code: 'invalid_json', line: 4, column: 3, output: { offset: 30, line: 4, column: 3 } }],
    })
    expect(render('{"a": {{ c.a }}{{ c.b }} }', { a: 1, b: 'x' })).toMatchObject({
      problems: [{ code: 'invalid_json', line: 1, column: 35, endColumn: 63, output: { line: 1, column: 8 } }],
    })
    expect(render('{"a": "x', {})).toMatchObject({ problems: [{ code: 'invalid_json', line: 1, column: 7 }] })
    expect(render('')).toMatchObject({ problems: [{ code: 'invalid_json', line: 1, column: 1 }] })
    expect(render('{%- if false %}{% endif -%}\n 1,')).toMatchObject({ problems: [{ line: 2, column: 3 }] })
  })

  it('256 KB pass, one more does not, counted in bytes', () => {
    const fits = `"${'a'.repeat(90_000)}{{ c.s }}"`
    expect(render(fits, { s: 'a'.repeat(262_142 - 90_000) })).toMatchObject({ ok: true, bytes: 262_144 })
    expect(
      render(fits, { s: 'a'.repeat(262_143 - 90_000) }),
    ).toMatchObject({ ok: false, problems: [{ code: 'too_large' }] })
    expect(render('{{ c.s }}', { s: 'ü'.repeat(131_072) })).toMatchObject(
      { ok: false, problems: [{ code: 'too_large' }] },
    )
  })
})

describe('abuse ends in a problem', () => {
  it.each([
    ['a huge range', '{% for i in (1..100000000) %}x{% endfor %}', 'limit'],
    ['an endless loop', '{% for i in (1..3000) %}{% for j in (1..3000) %}{% endfor %}{% endfor %}', 'limit'],
    [
      'a capture bomb',
      '{% assign a = "xxxxxxxxxx" %}{% for i in (1..99) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}',
      'too_large',
    ],
    [
      'an append bomb',
      '{% assign a = "xxxxxxxxxx" %}{% for i in (1..99) %}{% assign a = a | append: a %}{% endfor %}',
      'limit',
    ],
    [
      'a list in itself',
      '{% assign a = "x" | split: "," %}{% for i in (1..60) %}{% assign a = a | push: a %}{% endfor %}{{ a }}',
      'limit',
    ],
    [
      'a list twice itself',
      '{% assign a = "x" | split: "," %}{% for i in (1..60) %}{% assign a = a | concat: a %}{% endfor %}{{ a | json }}',
      'limit',
    ],
    ['an output bomb', '{% for i in (1..100000) %}0123456789{% endfor %}', 'too_large'],
    ['3000 filters', `{{ "x" ${'| append: "a"'.repeat(3000)} }}`, 'limit'],
    ['3000 filters in assign', `{% assign x = "x" ${'| append: "a"'.repeat(3000)} %}`, 'limit'],
    ['deep nesting', `${'{% if true %}'.repeat(3000)}${'{% endif %}'.repeat(3000)}`, 'limit'],
    ['a long template', 'x'.repeat(100_001), 'limit'],
    ['expressions over a large list', '{{ (1..3000000) | where_exp: "x", "x == 1" }}', 'limit'],
    ['wide date padding', '{{ "2020-01-01" | date: "%99999999999Y" }}', 'limit'],
  ])('%s', (_, template, code) => {
    const started = performance.now()
    expect(render(template)).toMatchObject({ ok: false, problems: [{ severity: 'error', code }] })
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('prototype names are names like any other', () => {
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'liquidMethodMissing']
    for (const name of names) {
      expect(
        body(`[{{ ${name} }}, {{ notification.${name} }}, {{ notification.description.${name} }}]`),
      ).toEqual([null, null, null])
      const result = render(`{% capture x %}a{% endcapture %}{{ x.${name} }}`)
      if (result.ok) expect(typeof JSON.parse(result.output)).not.toBe('function')
    }
    expect(body('{{ c.__proto__.x }}', '{"__proto__":{"x":1}}')).toBe(1)
  })

  it('nothing that anyone types throws', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '{%-',
      '-}}',
      ' if ',
      'for i in ',
      'c.s',
      '|',
      'json',
      '"',
      '\\',
      'endif',
      'capture x',
      'endcapture',
      'raw',
      ':',
      '(1..3)',
      '.',
      '[',
      ']',
      '\n',
      'liquid',
      'echo',
      '=',
      'assign y',
      'cycle',
      ',',
      'x',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), fc.boolean(), (pieces, json) => {
        const result = render(pieces.join(''), awkward, json ? 'application/json' : 'text/plain')
        if (result.ok) return
        expect(result.problems[0]?.line).toBeGreaterThan(0)
        expect(result.problems[0]?.endColumn).toBeGreaterThan(result.problems[0]?.column ?? Infinity)
      }),
      { numRuns: 1000 },
    )
  })
})
