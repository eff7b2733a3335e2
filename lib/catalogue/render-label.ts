import type { EventType, ParamValues } from '@/lib/catalogue/event-type'

/** The label as people read it: `When my company's score drops below 600`. What is not given has its default. */
export function renderLabel(type: Pick<EventType, 'label' | 'params'>, params: ParamValues = {}): string {
  return splitLabel(type)
    .map((part) => ('text' in part ? part.text : String(params[part.param] ?? part.fallback)))
    .join('')
}

export type LabelPart = { text: string } | { param: string; fallback: string | number | boolean | null }

/** The label in pieces, so that a screen can put an input in the place of each parameter. */
export function splitLabel(type: Pick<EventType, 'label' | 'params'>): LabelPart[] {
  return type.label
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const param = /^\{(\w+)\}$/.exec(piece)?.[1]
      const schema = param === undefined ? undefined : type.params.properties[param]
      return param === undefined || !schema ? { text: piece } : { param, fallback: schema.default ?? null }
    })
}
