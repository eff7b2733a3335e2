import { filters, tags, type Token } from 'liquidjs'
import { locateOffset } from '@/lib/json/json-error'
import { findNearestName } from '@/lib/templates/find-nearest-name'
import { MAX_TEMPLATE_CHARS, TooLargeError } from '@/lib/templates/template-limits'
import type { Problem } from '@/lib/templates/template-problem'

type Finding = Pick<Problem, 'code' | 'message' | 'suggestion'>

const REFUSED = new Set(['include', 'render', 'layout', 'block'])
const CLOSING = /^end(\w+)$/

/** Whatever was thrown while parsing or rendering, as a problem with its place in the template. Never throws. */
export function toProblem(error: unknown, template: string): Problem {
  const token = tokenOf(error)
  const reason = reasonOf(error)
  const finding = classify(reason, error)
  const span = token && narrow(token, reason)
  return { severity: 'error', ...place(template, span?.begin ?? 0, span?.end ?? 0), ...finding }
}

/** Line and columns of a span of the template; the end stays on the first line. */
export function place(template: string, begin: number, end: number): Pick<Problem, 'line' | 'column' | 'endColumn'> {
  const { line, column } = locateOffset(template, begin)
  const lineEnd = template.indexOf('\n', begin)
  const last = Math.min(Math.max(end, begin), lineEnd === -1 ? template.length : lineEnd)
  return { line, column, endColumn: column + Math.max(last - begin, 1) }
}

function classify(reason: string, error: unknown): Finding {
  if (originalOf(error) instanceof TooLargeError) return { code: 'too_large', message: reason }
  if (originalOf(error) instanceof RangeError) return { code: 'limit', message: 'The template is nested too deeply' }
  const tag = /^tag "(.*)" not found/s.exec(reason)?.[1]
  if (tag !== undefined) return classifyTag(tag)
  const filter = /^undefined filter: (.*)/s.exec(reason)?.[1]
  if (filter !== undefined) {
    return suggest('unknown_filter', `There is no filter "${filter}"`, filter, Object.keys(filters))
  }
  if (/limit exceeded/.test(reason)) return { code: 'limit', message: describeLimit(reason) }
  if (/^(tags are nested|more than) /.test(reason)) return { code: 'limit', message: capitalise(reason) }
  return { code: isRenderError(error) ? 'render' : 'syntax', message: capitalise(reason) }
}

function classifyTag(tag: string): Finding {
  if (REFUSED.has(tag)) {
    return { code: 'unknown_tag', message: `The tag "${tag}" is not available: a template is one text` }
  }
  const opening = CLOSING.exec(tag)?.[1]
  if (opening !== undefined && Object.hasOwn(tags, opening)) {
    return { code: 'syntax', message: `"${tag}" closes nothing: there is no open "${opening}" before it` }
  }
  if (['else', 'elsif', 'when'].includes(tag)) return { code: 'syntax', message: `"${tag}" stands outside of its tag` }
  const names = Object.keys(tags).filter((name) => !REFUSED.has(name))
  return suggest('unknown_tag', `There is no tag "${tag}"`, tag, names)
}

function suggest(code: Problem['code'], message: string, name: string, names: readonly string[]): Finding {
  const suggestion = findNearestName(name, names)
  if (suggestion === undefined) return { code, message }
  return { code, message: `${message}. Did you mean "${suggestion}"?`, suggestion }
}

function describeLimit(reason: string): string {
  if (reason.startsWith('parse length')) return `A template can have ${MAX_TEMPLATE_CHARS} characters`
  if (reason.startsWith('memory')) return 'The template needs too much memory'
  return 'The template takes too long to render'
}

function tokenOf(error: unknown): Token | undefined {
  const token: unknown = error instanceof Error ? Reflect.get(error, 'token') : undefined
  // liquidjs defines `token` on each of its errors; the check is for everything else.
  return typeof token === 'object' && token !== null && 'begin' in token ? (token as Token) : undefined
}

function originalOf(error: unknown): unknown {
  return (error instanceof Error ? Reflect.get(error, 'originalError') : undefined) ?? error
}

/** liquidjs appends ", line:1, col:2" to its messages; the problem has both apart. */
function reasonOf(error: unknown): string {
  const original = originalOf(error)
  const message = original instanceof Error ? original.message : String(original)
  return message.replace(/(, file:.*)?, line:\d+, col:\d+$/s, '')
}

function isRenderError(error: unknown): boolean {
  return error instanceof Error && error.name === 'RenderError'
}

function capitalise(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1)
}

/** A token is a whole tag or output: for an unknown filter or tag the name itself is the better place. */
function narrow(token: Token, reason: string): { begin: number; end: number } {
  const name = /^(?:undefined filter: |tag ")([^"]+)/.exec(reason)?.[1]
  const at = name === undefined ? -1 : findName(token, name)
  if (name === undefined || at === -1) return { begin: token.begin, end: token.end }
  return { begin: at, end: at + name.length }
}

function findName(token: Token, name: string): number {
  const text = token.input.slice(token.begin, token.end)
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const found = new RegExp(`(?:\\|\\s*|\\{%-?\\s*|^)(${escaped})(?![\\w-])`, 'd').exec(text)
  return found?.indices?.[1] ? token.begin + found.indices[1][0] : -1
}
