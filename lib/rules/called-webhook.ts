import { isShallow, parseJson } from '@/lib/json/parse-json'
import type { JsonValue } from '@/lib/json/json-value'
import { stringifyJson } from '@/lib/json/stringify-json'
import type { RuleScope } from '@/lib/templates/template-scope'

type Webhook = RuleScope['webhooks'][number]

// Nine answers of this length and the rest of a body stay below what a template may give.
const MOST_CHARS = 16_000
const MOST_DEPTH = 50

const readBody = (text: string): JsonValue => {
  try {
    const value = isShallow(text, MOST_DEPTH) ? parseJson(text) : text
    return stringifyJson(value).length <= MOST_CHARS ? value : cut(text)
  } catch {
    return cut(text)
  }
}

const writtenLength = (text: string): number => JSON.stringify(text).length

// By its length as JSON, in which a character may become six.
const cut = (text: string): string => {
  let end = Math.min(text.length, MOST_CHARS)
  while (writtenLength(text.slice(0, end)) > MOST_CHARS) end = Math.floor(end * 0.8)
  return text.slice(0, end).replace(/[\ud800-\udbff]$/, '')
}

/**
 * A web request of an execution that succeeded, as the later ones are told of it: its URL without parameters and with
 * what looks like a secret masked, and what was answered, as JSON where it is JSON. A long answer is cut. Pure.
 */
export function calledWebhook(url: string, answer: { status: number; body: Buffer }): Webhook {
  const text = answer.body.toString().replaceAll('\u0000', '\ufffd')
  return { url: url.split(/[?#]/, 1)[0] ?? url, response: { status: answer.status, body: text === '' ? null : readBody(text) } }
}
