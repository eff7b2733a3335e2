import type { JsonSchema } from '@/lib/catalogue/json-schema'
import { stringifyJson } from '@/lib/json/stringify-json'

/** A variable of the table and of completion. `path` is Liquid's; list items have `[0]`. */
export type TemplateVariable = { path: string; type: string; description: string; sample: string | null }

const text = (description: string): JsonSchema => ({ type: 'string', description })
const number = (description: string): JsonSchema => ({ type: 'number', description })

/** The scope of templates as a schema, around the context schema of an event type. */
export function scopeSchema(contextSchema: JsonSchema): JsonSchema {
  return group('', {
    notification: group('The event', {
      id: number('Number of the notification'),
      type: text('Key of the event type'),
      description: text('What happened, in one sentence'),
      occurredAt: text('When, RFC 3339, exactly as received'),
      context: { ...contextSchema, description: contextSchema.description ?? 'The details of the event' },
    }),
    integration: group('The integration', { id: text('Id'), name: text('Name') }),
    rule: group('The rule, in requests of rules', {
      id: text('Id'),
      name: text('Name'),
      execution: group('This time that it fired', {
        id: text('Id, the same in all its requests and retries'),
        createdAt: text('When, ISO 8601'),
      }),
    }),
    delivery: group('The delivery', {
      id: text('Id, the same on every retry'),
      attempt: number('Number of the attempt, from 1'),
      retries: number('How many retries were made so far'),
      createdAt: text('When the delivery was made, ISO 8601'),
    }),
    workspace: group('The workspace', { id: text('Id'), name: text('Name') }),
    webhooks: {
      type: 'array',
      description: 'Requests already made in this rule execution',
      items: group('A request', { url: text('Its address'), response: { description: 'What was answered' } }),
    },
  })
}

/**
 * Every variable that a template for this context schema can name, in scope order: path, type, description and, when a
 * sample scope is given, the value there (text as it is, everything else as JSON, at most 200 characters).
 */
export function listVariables(contextSchema: JsonSchema, sampleScope?: unknown): TemplateVariable[] {
  const found: TemplateVariable[] = []
  collect(scopeSchema(contextSchema), '', sampleScope, found)
  return found
}

function collect(schema: JsonSchema, path: string, value: unknown, found: TemplateVariable[]): void {
  if (path !== '') {
    found.push({ path, type: nameType(schema), description: schema.description ?? '', sample: formatSample(value) })
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    collect(property, joinPath(path, name), readOwn(value, name), found)
  }
  if (schema.items) collect(schema.items, `${path}[0]`, Array.isArray(value) ? value[0] : undefined, found)
}

/** A property in Liquid's notation: dotted where it can be, else quoted in brackets. */
export function joinPath(path: string, name: string): string {
  if (!/^[a-z_][\w-]*$/i.test(name)) return `${path}["${name}"]`
  return path === '' ? name : `${path}.${name}`
}

export function readOwn(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name)) return undefined
  return Reflect.get(holder, name)
}

function group(description: string, properties: Record<string, JsonSchema>): JsonSchema {
  return { type: 'object', description, properties, additionalProperties: false }
}

function nameType(schema: JsonSchema): string {
  const types = schema.type === undefined ? [] : [schema.type].flat().filter((type) => type !== 'null')
  return types.length === 0 ? 'any' : types.join(' | ')
}

function formatSample(value: unknown): string | null {
  if (value === undefined || value === null) return null
  const sample = typeof value === 'string' ? value : stringifyJson(value)
  return sample.length > 200 ? `${sample.slice(0, 199).toWellFormed()}…` : sample
}
