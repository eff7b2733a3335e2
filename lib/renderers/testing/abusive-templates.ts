import { MAX_TEMPLATE_CHARS } from '@/lib/templates/template-limits'

const double = (times: number, step: string) => `{% assign s = "0123456789" %}{% for i in (1..${times}) %}${step}{% endfor %}{{ s.size }}`
// A list of ten thousand items, in a few steps.
const manyItems = '{% assign s = "a," %}{% for i in (1..13) %}{% assign s = s | append: s %}{% endfor %}{% assign list = s | split: "," %}'

/** Runs for minutes in one call of a filter, where no limit of liquidjs sees it: only the end of its process helps. */
export const hangingTemplate = `${manyItems}{{ list | where_exp: "x", "${'x == 1 or '.repeat(4000)}x == 1" | size }}`

/** Fills a hundred megabytes and more, as long lists: too much for a renderer whose heap is made small. */
export const hungryTemplate = '{% assign r = (1..5000000) %}{% assign s = (1..5000000) %}{{ r.size }}'

/** What people write to find out what a template can do to the machine. Each is answered, and harms nobody else. */
export const abusiveTemplates: Record<string, string> = {
  'a filter that evaluates for each item': `${manyItems}{{ list | where_exp: "x", "x contains 'b' or x contains 'c'" | size }}`,
  'a filter with a long expression': hangingTemplate,
  'long lists': hungryTemplate,
  'replacements that make much of little': '{% assign s = "aaaaaaaaaa" %}{% for i in (1..9) %}{% assign s = s | append: s %}{% endfor %}{% assign t = s | replace: "a", s | replace: "a", s %}{{ t.size }}',
  'filters that evaluate, in a loop': `${manyItems}{% for i in (1..10000) %}{% assign n = list | find_exp: "x", "x == 'b'" %}{% endfor %}{{ n }}`,
  'loops in loops': '{% for i in (1..10000) %}{% for j in (1..10000) %}{% for k in (1..10000) %}{% endfor %}{% endfor %}{% endfor %}{}',
  'a huge range': '{% for i in (1..999999999999) %}{% endfor %}{}',
  'a huge range as a value': '{% assign r = (1..99999999) %}{{ r | size }}',
  'a range with odd ends': '{% for i in (-9007199254740991..9007199254740991) %}{{ i }}{% endfor %}',
  'captures that double': double(60, '{% capture s %}{{ s }}{{ s }}{% endcapture %}'),
  'appends that double': double(60, '{% assign s = s | append: s %}'),
  'replacements that multiply': double(60, '{% assign s = s | replace: "0", s %}'),
  'replacements of nothing': `${double(17, '{% assign s = s | append: s %}')}{% assign s = s | replace: "", s %}{{ s.size }}`,
  'splits and joins': `${double(17, '{% assign s = s | append: s %}')}{% for i in (1..100) %}{% assign l = s | split: "" %}{% assign t = l | join: s %}{% endfor %}`,
  'a long separator': `${manyItems}{% assign sep = s %}{{ list | join: sep | size }}`,
  'a list that holds itself': '{% assign l = "a" | split: "" %}{% for i in (1..60) %}{% assign l = l | push: l | concat: l %}{% endfor %}{{ l | json | size }}',
  'sorting without end': `${manyItems}{% for i in (1..10000) %}{% assign l = list | sort | reverse | uniq %}{% endfor %}`,
  'expensive patterns': `${double(17, '{% assign s = s | append: "<<<<<<<<  \\n" | append: s %}')}{% for i in (1..1000) %}{% assign t = s | strip_html | strip_newlines | squish | normalize_whitespace %}{% endfor %}`,
  'much to escape': `${double(17, '{% assign s = s | append: s %}')}{% for i in (1..1000) %}{% assign t = s | url_encode | escape | xml_escape | newline_to_br %}{% endfor %}`,
  'words without end': `${double(17, '{% assign s = s | append: " x " | append: s %}')}{% for i in (1..1000) %}{% assign t = s | truncatewords: 1000000 | number_of_words %}{% endfor %}`,
  'long dates': '{% for i in (1..100000) %}{% assign t = "now" | date: "%9999999999d %99999999Y" %}{% endfor %}{{ t | size }}',
  'three thousand filters': `{{ "x"${' | upcase'.repeat(3000)} }}`,
  'deep nesting': `${'{% if true %}'.repeat(3000)}x${'{% endif %}'.repeat(3000)}`,
  'deep brackets': `{{ a${'[a'.repeat(20_000)}${']'.repeat(20_000)} }}`,
  'deep expressions': `{% if ${'true and '.repeat(9000)}true %}{}{% endif %}`,
  'nothing but opening marks': '{{'.repeat(MAX_TEMPLATE_CHARS / 2),
  'nothing but opening tags': '{%'.repeat(MAX_TEMPLATE_CHARS / 2),
  'quotes without end': `{{ ${'"'.repeat(50_001)} }}`,
  'blanks without end': `{{ a ${' '.repeat(99_000)}`,
  'too many characters': 'x'.repeat(MAX_TEMPLATE_CHARS + 1),
  'too much output': '"{% for i in (1..1000000) %}0123456789{% endfor %}"',
  'rows of a table': '{% tablerow i in (1..10000000) cols: 1 %}{{ i }}{% endtablerow %}',
  'cycles and counters': '{% for i in (1..10000000) %}{% cycle "a", "b" %}{% increment n %}{% endfor %}',
  'another file': '{% include "/etc/passwd" %}',
  'another template': '{% render "x" %}',
  'a layout': '{% layout "x" %}{% block a %}{% endblock %}',
  'the prototype': '{"a": {{ notification.__proto__ | json }}, "b": {{ notification.constructor.constructor | json }}, "c": {{ "".constructor | json }}}',
  'methods of lists': '{"a": {{ notification.context.map | json }}, "b": "{{ webhooks.push }}", "c": "{{ notification.toString }}"}',
  'names as variables': '{% assign __proto__ = "x" %}{% assign constructor = "y" %}{"a": "{{ hasOwnProperty }}{{ constructor }}"}',
  'computed names': '{% assign k = "constructor" %}{"a": "{{ notification[k][k] }}"}',
}
