import type { Template } from 'liquidjs'
import { toProblem } from '@/lib/templates/describe-liquid-error'
import { parseLiquid } from '@/lib/templates/liquid-engine'
import type { Problem } from '@/lib/templates/template-problem'

export type Compiled = { ok: true; nodes: Template[] } | { ok: false; problems: Problem[] }

const MAX_ENTRIES = 500
// A compiled template takes up to seventy times its text, and a renderer's memory is small.
const MAX_CHARS = 1_000_000
// Least recently used first: a Map keeps the order of insertion.
const cache = new Map<string, Compiled>()
let cachedChars = 0

/** Compiles a template, or tells what is wrong with it. Bounded cache by text; never throws. */
export function compileTemplate(template: string): Compiled {
  const known = cache.get(template)
  if (known) {
    cache.delete(template)
    cache.set(template, known)
    return known
  }
  const compiled = compile(template)
  remember(template, compiled)
  return compiled
}

function compile(template: string): Compiled {
  try {
    return { ok: true, nodes: parseLiquid(template) }
  } catch (error) {
    return { ok: false, problems: [toProblem(error, template)] }
  }
}

function remember(template: string, compiled: Compiled): void {
  cache.set(template, compiled)
  cachedChars += template.length
  for (const oldest of cache.keys()) {
    if (cache.size <= MAX_ENTRIES && cachedChars <= MAX_CHARS) return
    cache.delete(oldest)
    cachedChars -= oldest.length
  }
}
