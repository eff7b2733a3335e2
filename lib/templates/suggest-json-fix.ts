import { renderTemplate, type RenderRequest } from '@/lib/templates/render-template'

/** An edit of the template; `offset` and `length` say what `text` takes the place of. */
export type JsonFix = { label: string; offset: number; length: number; text: string }

type Candidate = (template: string, at: number) => JsonFix | undefined

/**
 * The small edit that mends a body which is not JSON: a missing or surplus comma, missing quotes, an open end. Each
 * likely edit is tried out on the sample: one that makes all of the output JSON, else the first that makes more of it JSON. `line` and `column`,
 * from 1: where the template wrote the offending character.
 */
export function suggestJsonFix(request: RenderRequest, { line, column }: { line: number; column: number }): JsonFix | undefined {
  const reached = reach(request)
  const at = request.template.split('\n').slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, column - 1)
  let better: JsonFix | undefined
  for (const candidate of candidates) {
    const fix = candidate(request.template, at)
    if (fix === undefined) continue
    const gain = gainOf(request, fix) - reached
    if (gain === Infinity) return fix
    if (gain > 0) better ??= fix
  }
  return better
}

export const applyFix = (template: string, { offset, length, text }: JsonFix): string =>
  template.slice(0, offset) + text + template.slice(offset + length)

/** How far the output is JSON with this edit; the edit's own characters are no gain. */
const gainOf = (request: RenderRequest, fix: JsonFix) =>
  reach({ ...request, template: applyFix(request.template, fix) }) - (fix.text.length - fix.length)

/** How many characters of the output are JSON; all of them count more than any number. */
function reach(request: RenderRequest): number {
  const rendered = renderTemplate(request)
  if (rendered.ok) return Infinity
  return rendered.problems[0]?.output?.offset ?? -1
}

const insert = (label: string, offset: number, text: string): JsonFix => ({ label, offset, length: 0, text })
const replace = (label: string, offset: number, length: number, text: string): JsonFix => ({ label, offset, length, text })
const QUOTES = 'Put it in quotes'

const candidates: readonly Candidate[] = [
  // {"a": 1,}
  (template, at) => {
    const before = template.slice(0, at).trimEnd()
    return before.endsWith(',') ? replace('Remove the comma', before.length - 1, 1, '') : undefined
  },
  // {'a': 1}
  (template, at) => {
    const quoted = /^'([^'"\n]*)'/.exec(template.slice(at))
    return quoted ? replace('Use double quotes', at, quoted[0].length, `"${quoted[1] ?? ''}"`) : undefined
  },
  // {"a": very high, "b": 2} and "a": {{ one }} of {{ two }}
  (template, at) => {
    const start = template.lastIndexOf('\n', at - 1) + 1
    const line = template.slice(start).split('\n', 1)[0] ?? ''
    const [, head = '', value = ''] = /^(\s*(?:[{[]\s*)?(?:"[^"]*"\s*:)?\s*)(.*?)\s*(?:(?<!\})[}\]])?,?\s*$/.exec(line) ?? []
    if (!head.includes(':') || value === '' || value.replaceAll(/\{\{.*?\}\}|\{%.*?%\}/g, '').includes('"')) return undefined
    return replace(QUOTES, start + head.length, value.length, `"${value}"`)
  },
  // {a: 1}, {"a": high}
  (template, at) => {
    const word = /^[A-Za-z_$][\w$-]*/.exec(template.slice(at))?.[0]
    return word === undefined ? undefined : replace(QUOTES, at, word.length, `"${word}"`)
  },
  // {"a": 1 "b": 2}
  (template, at) => insert('Insert a comma', template.slice(0, at).trimEnd().length, ','),
  // {"a": high"}
  (template, at) => insert('Open the quotes', at, '"'),
  // {"a": "high}
  (template, at) => {
    const end = template.indexOf('\n', at) === -1 ? template.length : template.indexOf('\n', at)
    const text = template.slice(0, end).replace(/[,}\]\s]+$/, '')
    return insert('Close the quotes', text.length, '"')
  },
  // {"a": [1, 2
  (template) => {
    const missing = openBrackets(template)
    return missing === '' ? undefined : insert('Close the brackets', template.trimEnd().length, missing)
  },
  // {"a": 1}}
  (template, at) => (/[}\],]/.test(template[at] ?? '') ? replace('Remove it', at, 1, '') : undefined),
]

/** The brackets that would close a template, by its own text without Liquid and quoted text. */
function openBrackets(template: string): string {
  const plain = template.replaceAll(/\{\{.*?\}\}|\{%.*?%\}/gs, '').replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '')
  const open: string[] = []
  for (const char of plain) {
    if (char === '{') open.push('}')
    else if (char === '[') open.push(']')
    else if (char === open.at(-1)) open.pop()
  }
  return open.reverse().join('')
}
