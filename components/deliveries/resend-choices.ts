import type { ResendBody } from './use-delivery-actions'

interface ResendChoice {
  body: ResendBody
  title: string
  description: string
}

export const resendChoices: readonly ResendChoice[] = [
  {
    body: 'original',
    title: 'Original body',
    description: 'One more attempt of this delivery: the same bytes and the same webhook-id, so receivers can tell it is a repeat.',
  },
  {
    body: 'render',
    title: 'Rendered anew',
    description: 'A new delivery with its own webhook-id, made with the template of now.',
  },
]
