import { aliasOf, factsOf } from '@/lib/templates/presets/event-facts'

/** The assigns at the head of a body: what its facts and its grade read. */
export function headOf(eventType: string): string {
  const { grade, link } = factsOf(eventType)
  const gradeLine = grade === null ? ''
    : grade.by === 'score' ? `{%- assign score = ${grade.of} -%}\n`
      : `{%- assign level = ${grade.of} | downcase -%}\n`
  // Only https: a link in an event's data may be anything.
  const linkLine = link === null ? '' : `{%- assign link = ${link} -%}\n{%- assign scheme = link | slice: 0, 8 -%}\n`
  return aliasOf(eventType) + gradeLine + linkLine
}

/** Chooses by how grave an event is; `unknown` where its type does not say. */
export function byGrade(eventType: string, words: { bad: string; warning: string; good: string; unknown: string }): string {
  const { grade } = factsOf(eventType)
  if (grade === null) return words.unknown
  const [bad, warning] = grade.by === 'score'
    ? ['score < 200', 'score < 400']
    : ['level == "critical" or level == "high"', 'level == "medium"']
  return `{% if ${bad} %}${words.bad}{% elsif ${warning} %}${words.warning}{% else %}${words.good}{% endif %}`
}

/** One piece of body per fact that has a value; `write` finds it in the variable `value`. */
export function eachFact(eventType: string, indent: string, write: (title: string) => string): string {
  return factsOf(eventType).facts
    .map(([title, of]) => `\n${indent}{%- assign value = ${of} -%}\n${indent}{%- if value != blank %}${write(title)}{% endif %}`)
    .join('')
}

/** A piece of body for the link, where there is one. */
export const whenLinked = (eventType: string, piece: string): string =>
  factsOf(eventType).link === null ? '' : `{%- if scheme == "https://" %}${piece}{% endif %}`

/** One line of text, at most so long. */
export const oneLine = (max: number): string => `{{ notification.description | default: notification.type | normalize_whitespace | truncate: ${max} }}`
