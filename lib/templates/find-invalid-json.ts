import { JsonError, locateOffset } from '@/lib/json/json-error'
import { parseJson } from '@/lib/json/parse-json'
import { place } from '@/lib/templates/describe-liquid-error'
import type { TraceEntry } from '@/lib/templates/template-emitter'
import type { Problem } from '@/lib/templates/template-problem'

/**
 * Why an output is not JSON: where in the output, and which piece of the template wrote that. For the template's own
 * text the very character, for a value the whole `{{ … }}`. `trace` tells who wrote from which offset on.
 */
export function findInvalidJson(template: string, output: string, trace: readonly TraceEntry[]): Problem {
  const error = readError(output)
  const at = Math.min(error.offset, Math.max(output.length - 1, 0))
  const { begin, end } = findSource(template, at, trace)
  const where = locateOffset(output, error.offset)
  const reason = error.reason.charAt(0).toUpperCase() + error.reason.slice(1)
  return {
    severity: 'error',
    ...place(template, begin, end),
    code: 'invalid_json',
    message: `The output is not JSON: ${reason} at line ${where.line}, column ${where.column} of the output`,
    output: { offset: error.offset, ...where },
  }
}

function readError(output: string): { offset: number; reason: string } {
  try {
    // The limit on depth is ours, not JSON's.
    parseJson(output, { maxDepth: 2000 })
  } catch (error) {
    if (error instanceof JsonError) {
      return { offset: error.offset, reason: error.message.replace(/ at line \d+, column \d+$/, '') }
    }
  }
  return { offset: 0, reason: 'it cannot be read' }
}

function findSource(template: string, at: number, trace: readonly TraceEntry[]): { begin: number; end: number } {
  const entry = trace.findLast((candidate) => candidate.at <= at)
  if (!entry) return { begin: 0, end: Math.min(template.length, 1) }
  const { token } = entry
  if (!('getContent' in token)) return { begin: token.begin, end: token.end }
  const trimmed: unknown = Reflect.get(token, 'trimLeft')
  const begin = Math.min(token.begin + (typeof trimmed === 'number' ? trimmed : 0) + at - entry.at, token.end - 1)
  return { begin, end: begin + 1 }
}
