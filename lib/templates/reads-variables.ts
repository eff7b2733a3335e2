import { analyzeSync, type Variable } from 'liquidjs'
import { compileTemplate } from '@/lib/templates/compile-template'

const known = new Map<string, { attempt: boolean; webhooks: boolean }>()
const MAX_KNOWN = 500

/**
 * Whether a body must be rendered anew for each attempt: it reads `delivery.attempt` or `delivery.retries`, or may do
 * so by way of the whole `delivery` or a computed name. In doubt true: then only bytes are rendered again, none are
 * wrong.
 */
export function readsAttempt(template: string): boolean {
  return inspect(template).attempt
}

/** Whether a body reads `webhooks`, the answers of a rule's earlier requests. In doubt true. */
export function readsWebhooks(template: string): boolean {
  return inspect(template).webhooks
}

function inspect(template: string): { attempt: boolean; webhooks: boolean } {
  const before = known.get(template)
  if (before) return before
  const found = analyse(template)
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(template, found)
  return found
}

function analyse(template: string): { attempt: boolean; webhooks: boolean } {
  const compiled = compileTemplate(template)
  if (!compiled.ok) return { attempt: false, webhooks: false }
  // Filters like `where_exp` take expressions as text, which no analysis sees.
  const hidden = /_exp\b/.test(template)
  try {
    const used = Object.values(analyzeSync(compiled.nodes, { partials: false }).variables).flat()
    return {
      attempt: used.some(mayReadAttempt) || (hidden && template.includes('delivery')),
      webhooks: used.some((variable) => mayBe(variable, 'webhooks')) || (hidden && template.includes('webhooks')),
    }
  } catch {
    return { attempt: true, webhooks: true }
  }
}

function mayReadAttempt(variable: Variable): boolean {
  if (!mayBe(variable, 'delivery')) return false
  const name = variable.segments[1]
  return typeof name !== 'string' || name === 'attempt' || name === 'retries'
}

function mayBe(variable: Variable, root: string): boolean {
  const first = variable.segments[0]
  return typeof first !== 'string' || first === root
}
