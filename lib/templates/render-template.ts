import { Context, type Template } from 'liquidjs'
import { compileTemplate } from '@/lib/templates/compile-template'
import { toProblem } from '@/lib/templates/describe-liquid-error'
import { findInvalidJson } from '@/lib/templates/find-invalid-json'
import { isJsonContentType } from '@/lib/templates/is-json-content-type'
import { liquidEngine, runTemplates } from '@/lib/templates/liquid-engine'
import { JsonEmitter, PlainEmitter, type TemplateEmitter, type TraceEntry } from '@/lib/templates/template-emitter'
import { MAX_OUTPUT_BYTES, TooLargeError } from '@/lib/templates/template-limits'
import type { Problem } from '@/lib/templates/template-problem'
import type { TemplateScope } from '@/lib/templates/template-scope'

export type RenderRequest = { template: string; contentType: string; scope: TemplateScope }
/** `bytes` counts UTF-8. `partial` is what was written before the problem, for the preview. */
export type RenderResult =
  | { ok: true; output: string; bytes: number }
  | { ok: false; problems: Problem[]; partial: string }

/**
 * Renders a body. Values are JSON-safe when the content type is JSON (see `JsonEmitter`), else this is plain Liquid.
 * The output is well-formed Unicode, at most 256 KB of UTF-8, and parses when it is JSON. Synchronous; never throws.
 */
export function renderTemplate({ template, contentType, scope }: RenderRequest): RenderResult {
  const compiled = compileTemplate(template)
  if (!compiled.ok) return { ok: false, problems: compiled.problems, partial: '' }
  const json = isJsonContentType(contentType)
  const emitter = makeEmitter(json)
  try {
    run(compiled.nodes, scope, emitter)
    const output = emitter.buffer.isWellFormed() ? emitter.buffer : emitter.buffer.toWellFormed()
    const bytes = countUtf8Bytes(output)
    if (bytes > MAX_OUTPUT_BYTES) throw new TooLargeError()
    if (json && !isJson(output)) return failInvalidJson(compiled.nodes, template, scope, output)
    return { ok: true, output, bytes }
  } catch (error) {
    return { ok: false, problems: [toProblem(error, template)], partial: emitter.buffer.toWellFormed() }
  }
}

function makeEmitter(json: boolean, trace?: TraceEntry[]): TemplateEmitter {
  return json ? new JsonEmitter(trace) : new PlainEmitter(trace)
}

function run(nodes: Template[], scope: TemplateScope, emitter: TemplateEmitter): void {
  // A copy, because `increment` writes into it, without a prototype, because names are looked up with `in`.
  const environment: object = Object.assign(Object.create(null), scope)
  runTemplates(nodes, new Context(environment, liquidEngine.options, { sync: true }, { liquid: liquidEngine }), emitter)
}

/** Rendered once more, with a source map: only a body that is not JSON pays for it. */
function failInvalidJson(nodes: Template[], template: string, scope: TemplateScope, output: string): RenderResult {
  const trace: TraceEntry[] = []
  run(nodes, scope, makeEmitter(true, trace))
  return { ok: false, problems: [findInvalidJson(template, output, trace)], partial: output }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** UTF-8 length of well-formed text, without encoding it. */
export function countUtf8Bytes(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 0x80) continue
    // Each half of a surrogate pair makes two of the pair's four bytes.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2
  }
  return bytes
}
