import { isNumeric, listParams, type ParamSchema } from './check-params'

export type LabelPart = { kind: 'text'; text: string } | { kind: 'param'; name: string; schema: ParamSchema }

interface Labelled {
  label: string
  params: Record<string, unknown>
}

/**
 * A trigger's sentence in pieces, its numbers as parameters: a `{name}` in the label, or else the parameter's default
 * where it stands as a number of its own ("drops by 10 in 7 days"). Parameters without a place follow at the end.
 */
export function splitLabel({ label, params }: Labelled): { sentence: LabelPart[]; rest: LabelPart[] } {
  let sentence: LabelPart[] = [{ kind: 'text', text: label }]
  const rest: LabelPart[] = []
  for (const { name, schema } of listParams(params)) {
    const part = { kind: 'param', name, schema } as const
    const at = sentence.findIndex((piece) => piece.kind === 'text' && findPlace(piece.text, part) !== null)
    const piece = sentence[at]
    if (piece?.kind === 'text') sentence = sentence.toSpliced(at, 1, ...cut(piece.text, part))
    else rest.push(part)
  }
  return { sentence, rest }
}

function cut(text: string, part: LabelPart & { kind: 'param' }): LabelPart[] {
  const found = findPlace(text, part)
  if (found === null) return [{ kind: 'text', text }]
  const before = text.slice(0, found.start)
  const after = text.slice(found.end)
  const pieces: LabelPart[] = [{ kind: 'text', text: before }, part, { kind: 'text', text: after }]
  return pieces.filter((piece) => piece.kind === 'param' || piece.text !== '')
}

function findPlace(text: string, { name, schema }: { name: string; schema: ParamSchema }) {
  const at = text.indexOf(`{${name}}`)
  if (at !== -1) return { start: at, end: at + name.length + 2 }
  if (!isNumeric(schema) || typeof schema.default !== 'number') return null
  const match = new RegExp(`(?<![\\d.])${schema.default}(?![\\d.]\\d|\\d)`).exec(text)
  return match === null ? null : { start: match.index, end: match.index + match[0].length }
}

/** The sentence with the numbers as they are set: "When my company's score drops below 550". */
export function wordTrigger(type: Labelled, values: Record<string, unknown>): string {
  return splitLabel(type)
    .sentence.map((part) => (part.kind === 'text' ? part.text : String(values[part.name] ?? part.schema.default ?? '…')))
    .join('')
}
