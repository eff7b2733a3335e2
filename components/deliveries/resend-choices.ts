import type { ResendBody } from './use-delivery-actions'

interface ResendChoice {
  body: ResendBody
  title: string
  description: string
  /** The same of many at once. */
  many: string
}

export const resendChoices: readonly ResendChoice[] = [
  {
    body: 'original',
    title: 'Original body',
    description: 'One more attempt of this delivery: the same bytes and the same webhook-id, so receivers can tell it is a repeat.',
    many: 'One more attempt of each: the same bytes and the same webhook-id, so receivers can tell they are repeats.',
  },
  {
    body: 'render',
    title: 'Rendered anew',
    description: 'A new delivery with its own webhook-id, made with the template of now.',
    many: 'A new delivery for each with its own webhook-id, made with the templates of now.',
  },
]
