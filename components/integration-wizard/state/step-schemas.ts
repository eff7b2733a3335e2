import type * as z from 'zod'
import type { WizardStep } from '@/lib/contracts/draft'
import { integrationInput } from '@/lib/contracts/integration'
import { checkUrlLightly } from './check-url-lightly'

const { shape } = integrationInput
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/
const headerValue = /^[\t\x20-\x7e]*$/

const destination = shape.destination.superRefine((value, ctx) => {
  const add = (path: (string | number)[], message: string) => ctx.addIssue({ code: 'custom', path, message })
  const refused = checkUrlLightly(value.url)
  if (refused !== null) add(['url'], refused)
  const seen = new Set<string>()
  value.headers.forEach((header, index) => {
    const name = header.name.toLowerCase()
    if (name === '') add(['headers', index, 'name'], 'Give the header a name.')
    else if (!headerName.test(name)) add(['headers', index, 'name'], 'A header name has only letters, digits and hyphens.')
    else if (seen.has(name)) add(['headers', index, 'name'], 'This header is there twice.')
    else if (name === 'authorization' && value.auth.kind !== 'none') {
      add(['headers', index, 'name'], 'Authentication already sends this header. Remove one of the two.')
    }
    seen.add(name)
    if (typeof header.value !== 'string') return
    if (!headerValue.test(header.value)) add(['headers', index, 'value'], 'Only plain ASCII characters are allowed in a header.')
    if (header.secret && header.value === '') add(['headers', index, 'value'], 'Give the secret value.')
  })
  if (value.auth.kind === 'basic' && value.auth.username === '' && value.auth.password === '') {
    add(['auth', 'username'], 'Give the user name, the password or both.')
  }
  if (value.auth.kind === 'bearer' && value.auth.token === '') add(['auth', 'token'], 'Give the token.')
})

const signing = shape.signing.unwrap().superRefine((value, ctx) => {
  if (value.scheme !== 'hmac' || headerName.test(value.header ?? '')) return
  ctx.addIssue({ code: 'custom', path: ['header'], message: 'Give the header that carries the signature, as in X-Signature.' })
})

/** One schema per step, over the body that is sent: the contract itself plus what can be said before asking the server. */
export const stepSchemas: Record<WizardStep, z.ZodType> = {
  type: integrationInput.pick({ type: true, preset: true }),
  triggers: integrationInput.pick({ triggers: true }),
  destination: integrationInput
    .pick({ name: true, ownerEmail: true, policy: true, limits: true })
    .extend({ destination, signing }),
  payload: integrationInput.pick({ triggers: true }),
  enable: integrationInput,
}
