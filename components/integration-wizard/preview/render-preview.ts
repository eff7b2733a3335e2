import type { FixableProblem } from '@/components/code-editor/fixable-problem'
import { checkTemplate } from '@/lib/templates/check-template'
import type { RenderRequest } from '@/lib/templates/render-template'
import { suggestJsonFix } from '@/lib/templates/suggest-json-fix'
import type { Problem } from '@/lib/templates/template-problem'
import { buildTemplateScope } from '@/lib/templates/template-scope'
import { ExactNumber } from '@/lib/json/exact-number'
import { locateOffset } from '@/lib/json/json-error'
import { parseJson } from '@/lib/json/parse-json'
import type { JsonSchema } from '@/lib/catalogue/json-schema'
import type { JsonObject, JsonValue } from '@/lib/json/json-value'
import type { PreviewOutcome, PreviewRequest } from './preview-messages'

/** Renders as a real delivery would, with the numbers and keys of the sample exactly as typed. */
export function renderPreview(request: PreviewRequest, now: () => number): PreviewOutcome {
  const { template, contentType, contextSchema, integration, workspace } = request
  const notification = readNotification(request)
  const scope = buildTemplateScope({
    notification,
    integration,
    workspace,
    delivery: { id: 'dlv_00000000000000000000000000', attempt: 1, createdAt: notification.occurredAt },
  })
  const start = now()
  // The API describes it only as JSON Schema; our own catalogue and inference write nothing but this part of it.
  const result = checkTemplate({ template, contentType, contextSchema: contextSchema as JsonSchema, scope })
  const milliseconds = now() - start
  const lines = template.split(/\r?\n/)
  return { ...result, problems: result.problems.map((problem) => withFix(problem, { template, contentType, scope }, lines)), milliseconds }
}

function withFix(problem: Problem, request: RenderRequest, lines: readonly string[]): FixableProblem {
  const { code, suggestion, line, column, endColumn } = problem
  const was = (at: number) => lines[at - 1] ?? ''
  if (suggestion !== undefined) return { ...problem, fix: { label: `Use ${suggestion}`, was: was(line), line, column, endColumn, text: suggestion } }
  const edit = code === 'invalid_json' ? suggestJsonFix(request, problem) : undefined
  if (edit === undefined) return problem
  const at = locateOffset(request.template, edit.offset)
  return { ...problem, fix: { label: edit.label, was: was(at.line), ...at, endColumn: at.column + edit.length, text: edit.text } }
}

function readNotification({ sample, fallbackSample }: PreviewRequest) {
  const merged = { ...readObject(fallbackSample), ...readObject(sample) }
  const { id, type, description, occurredAt, context } = merged
  return {
    id: Number(id ?? 0),
    type: toText(type),
    description: toText(description),
    occurredAt: toText(occurredAt),
    context: context ?? {},
  }
}

function toText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function readObject(text: string): JsonObject {
  try {
    const value = parseJson(text)
    return isObject(value) ? value : {}
  } catch {
    return {} // half-typed; the Sample tab says what is wrong
  }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}
