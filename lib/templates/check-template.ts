import type { JsonSchema } from '@/lib/catalogue/json-schema'
import { compileTemplate } from '@/lib/templates/compile-template'
import { findUnknownVariables } from '@/lib/templates/find-unknown-variables'
import { findPlaceholders } from '@/lib/templates/presets/find-placeholders'
import { countUtf8Bytes, renderTemplate, type RenderRequest } from '@/lib/templates/render-template'
import type { Problem } from '@/lib/templates/template-problem'

export type TemplateCheck = { output: string; valid: boolean; problems: Problem[]; bytes: number }

/**
 * The preview: what a template makes of a scope, and everything that is wrong with it. `valid` means without errors;
 * warnings (unknown variables) do not count. The output of a failed render is what was written so far. Never throws.
 */
export function checkTemplate(request: RenderRequest & { contextSchema: JsonSchema }): TemplateCheck {
  const rendered = renderTemplate(request)
  const output = rendered.ok ? rendered.output : rendered.partial
  const errors = [...(rendered.ok ? [] : rendered.problems), ...findPlaceholders(request.template)]
  const problems = [...errors, ...warnings(request)]
  return { output, valid: errors.length === 0, problems, bytes: rendered.ok ? rendered.bytes : countUtf8Bytes(output) }
}

function warnings({ template, scope, contextSchema }: RenderRequest & { contextSchema: JsonSchema }): Problem[] {
  const compiled = compileTemplate(template)
  if (!compiled.ok) return []
  try {
    return findUnknownVariables({ nodes: compiled.nodes, template, contextSchema, scope })
  } catch {
    // The analysis only adds hints: where liquidjs cannot analyse, the render still judges.
    return []
  }
}
