export interface ParamSchema {
  type?: string | string[]
  description?: string
  default?: unknown
  enum?: unknown[]
  minimum?: number
  maximum?: number
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown) => typeof value === 'string'

const fits: { [K in keyof ParamSchema]-?: (value: unknown) => boolean } = {
  type: (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
  description: isText,
  default: () => true,
  enum: Array.isArray,
  minimum: Number.isFinite,
  maximum: Number.isFinite,
}
const isParamSchema = (value: unknown): value is ParamSchema =>
  isObject(value) && Object.entries(fits).every(([name, fit]) => value[name] === undefined || fit(value[name]))

/** The parameters of an event type, read from its JSON Schema; what can't be read is left out. */
export function listParams(schema: Record<string, unknown>): { name: string; schema: ParamSchema }[] {
  const properties = schema['properties']
  if (!isObject(properties)) return []
  return Object.entries(properties).flatMap(([name, value]) => (isParamSchema(value) ? [{ name, schema: value }] : []))
}

export function isNumeric(schema: ParamSchema): boolean {
  return schema.type === 'integer' || schema.type === 'number'
}

/** What is wrong with a parameter as typed, in words; `undefined` is the default and always right. */
export function checkParam(value: unknown, schema: ParamSchema): string | null {
  if (value === undefined) return null
  if (schema.enum !== undefined) return schema.enum.includes(value) ? null : 'Choose one of the list.'
  if (!isNumeric(schema)) return null
  const range = wordRange(schema)
  if (typeof value !== 'number' || !Number.isFinite(value)) return `Give a number${range}.`
  if (schema.type === 'integer' && !Number.isInteger(value)) return `Give a whole number${range}.`
  const { minimum = -Infinity, maximum = Infinity } = schema
  return value < minimum || value > maximum ? `Give a number${range}.` : null
}

function wordRange({ minimum, maximum }: ParamSchema): string {
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) return ` from ${minimum} to ${maximum}`
  return minimum === undefined ? '' : ` of at least ${minimum}`
}

/** "minSeverity" → "Minimum severity", "threshold" → "Threshold": the accessible name of the input. */
export function wordParam(name: string): string {
  const words = name.replace(/^min(?=[A-Z])/, 'minimum').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
