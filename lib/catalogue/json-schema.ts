import type { TextFormat } from '@/lib/catalogue/schema-formats'

export type SchemaType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null'

/** The part of JSON Schema (2020-12) that event types use and `validateSchema` understands. */
export type JsonSchema = {
  type?: SchemaType | readonly SchemaType[]
  title?: string
  description?: string
  default?: string | number | boolean | null
  enum?: readonly (string | number | boolean | null)[]
  properties?: { readonly [name: string]: JsonSchema }
  required?: readonly string[]
  additionalProperties?: boolean
  items?: JsonSchema
  anyOf?: readonly JsonSchema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  format?: TextFormat
}

export type ObjectSchema = JsonSchema & { type: 'object'; properties: { readonly [name: string]: JsonSchema } }
