import { analyzeSync, type Template, type Variable } from 'liquidjs'
import type { JsonSchema } from '@/lib/catalogue/json-schema'
import { findNearestName } from '@/lib/templates/find-nearest-name'
import { joinPath, readOwn, scopeSchema } from '@/lib/templates/list-variables'
import type { Problem } from '@/lib/templates/template-problem'

type Known = { nodes: Template[]; template: string; contextSchema: JsonSchema; scope: unknown }
type Unknown = { path: string; suggestion: string | undefined }

// Liquid answers these for every text, list and object.
const ANSWERED_BY_LIQUID = new Set(['size', 'first', 'last'])

/**
 * Warnings for variables that nothing provides: not the scope, not the context schema, not the data at hand, and not
 * the template itself (assign, capture, increment, loops). In order of appearance, with the name that was probably
 * meant.
 */
export function findUnknownVariables({ nodes, template, contextSchema, scope }: Known): Problem[] {
  const schema = scopeSchema(contextSchema)
  const { globals, locals } = analyzeSync(nodes, { partials: false })
  return Object.values(globals)
    .flat()
    .flatMap((variable) => {
      const unknown = findUnknown(variable, schema, scope, Object.keys(locals))
      return unknown ? [warn(variable, unknown, template)] : []
    })
    .sort((a, b) => a.line - b.line || a.column - b.column)
}

function findUnknown(variable: Variable, root: JsonSchema, scope: unknown, locals: string[]): Unknown | undefined {
  let schema: JsonSchema | undefined = root
  let value: unknown = scope
  let path = ''
  for (const segment of variable.segments) {
    if (typeof segment === 'number') {
      schema = schema?.items
      value = Array.isArray(value) ? value.at(segment) : undefined
      path += `[${segment}]`
      continue
    }
    // What a variable in brackets stands for is only known when it renders.
    if (typeof segment !== 'string') return undefined
    const inData = readOwn(value, segment)
    const property: JsonSchema | undefined = readProperty(schema, segment)
    if (property === undefined && inData === undefined) {
      if (schema?.properties === undefined || (path !== '' && ANSWERED_BY_LIQUID.has(segment))) return undefined
      return { path: joinPath(path, segment), suggestion: suggest(schema, path, segment, path === '' ? locals : []) }
    }
    schema = property
    value = inData
    path = joinPath(path, segment)
  }
  return undefined
}

function readProperty(schema: JsonSchema | undefined, name: string): JsonSchema | undefined {
  return schema?.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
}

function suggest(schema: JsonSchema, path: string, name: string, more: string[]): string | undefined {
  const here = Object.keys(schema.properties ?? {})
  const nearest = findNearestName(name, [...here, ...more])
  if (nearest !== undefined) return joinPath(path, nearest)
  if (path !== '') return undefined
  // `{{ description }}` instead of `{{ notification.description }}`: the name may be right one or two levels down.
  for (const [group, property] of Object.entries(schema.properties ?? {})) {
    const nested = findNearestName(name, Object.keys(property.properties ?? {}))
    if (nested !== undefined) return joinPath(group, nested)
  }
  const context = schema.properties?.notification?.properties?.context
  const field = findNearestName(name, Object.keys(context?.properties ?? {}))
  return field === undefined ? undefined : joinPath('notification.context', field)
}

function warn(variable: Variable, { path, suggestion }: Unknown, template: string): Problem {
  const { row, col } = variable.location
  const line = template.split('\n', row)[row - 1] ?? ''
  // The reference as it is written: up to the first character that cannot belong to it.
  const written = /^(?:[\w\u0080-\uffff-]|\.(?=\S)|\[[^\]\n]*\])+\??/.exec(line.slice(col - 1))?.[0] ?? path
  return {
    severity: 'warning',
    line: row,
    column: col,
    endColumn: col + Math.max(written.length, 1),
    code: 'unknown_variable',
    message: `There is no variable "${path}"${suggestion === undefined ? '' : `. Did you mean "${suggestion}"?`}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  }
}
