import { revealSecret, type SecretString } from '@/lib/security/secret-string'

/** A secret to be found in texts; a pair is HTTP Basic, whose password is a secret and which is sent as one token. */
export type KnownSecret = SecretString | string | { username: string; password: SecretString | string }

export const REDACTED = '[secret]'

// Shorter values occur by chance everywhere; replacing them would garble the text and show what they are.
const MIN_LENGTH = 4
const MIN_INSIDE_BASE64 = 6

/**
 * Replaces known secrets in any text: as they are, JSON- or HTML-escaped, URL-encoded, in hex, and anywhere inside
 * base64.
 */
export function redactValues(text: string, secrets: readonly KnownSecret[]): string {
  return createRedactor(secrets)(text)
}

/** `redactValues` with the forms worked out once, for many texts of one destination. */
export function createRedactor(secrets: readonly KnownSecret[]): (text: string) => string {
  const forms = allForms(secrets)
  return (text) => replaceForms(text, forms)
}

/** The same for bodies, which need not be text: all other bytes stay as they are. */
export function createByteRedactor(secrets: readonly KnownSecret[]): (body: Buffer) => Buffer {
  // latin1 maps each byte to one character, so that forms are found in the bytes of any encoding of ASCII or UTF-8.
  const forms = allForms(secrets).map((form) => Buffer.from(form).toString('latin1'))
  return (body) => {
    const text = body.toString('latin1')
    const redacted = replaceForms(text, forms)
    return redacted === text ? body : Buffer.from(redacted, 'latin1')
  }
}

// Longest first: a form may contain another.
function allForms(secrets: readonly KnownSecret[]): string[] {
  return [...new Set(secrets.flatMap(formsOf))].sort((left, right) => right.length - left.length)
}

function replaceForms(text: string, forms: readonly string[]): string {
  return forms.reduce((rest, form) => (rest.includes(form) ? rest.replaceAll(form, () => REDACTED) : rest), text)
}

function formsOf(secret: KnownSecret): string[] {
  if (typeof secret === 'string' || !('username' in secret)) return formsOfValue(revealSecret(secret))
  const password = revealSecret(secret.password)
  const pair = Buffer.from(`${secret.username}:${password}`)
  if (pair.length === 1) return formsOfValue(password)
  // What is sent is the token: a receiver that writes down what it got in hex or base64 writes that.
  const token = pair.toString('base64')
  return [...bothAlphabets(token), ...formsOfValue(token), ...formsOfValue(password)]
}

function formsOfValue(value: string): string[] {
  if (value.length < MIN_LENGTH) return []
  const hex = Buffer.from(value).toString('hex')
  const escaped = JSON.stringify(value).slice(1, -1)
  const plain = [
    value,
    escaped,
    escaped.replaceAll('/', '\\/'),
    htmlForm(value),
    ...urlForms(value),
    hex,
    hex.toUpperCase(),
  ]
  return value.length < MIN_INSIDE_BASE64 ? plain : [...plain, ...base64Forms(value)]
}

function htmlForm(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function urlForms(value: string): string[] {
  // A lone surrogate cannot be URL-encoded, and so cannot have been sent that way.
  if (!value.isWellFormed()) return []
  const form = new URLSearchParams([['', value]]).toString().slice(1)
  return [encodeURIComponent(value), encodeURI(value), form]
}

// Inside a longer base64 text the value starts at one of three offsets; the characters that also
// depend on its neighbours are left out.
function base64Forms(value: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)])
    const first = Math.ceil((offset * 8) / 6)
    const last = Math.floor((bytes.length * 8) / 6)
    return bothAlphabets(bytes.toString('base64').slice(first, last))
  })
}

function bothAlphabets(base64: string): string[] {
  return [base64, base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')]
}
