import type * as z from 'zod'
import type { Scope } from '@/lib/contracts/api-key'
import type { Method } from './method'

/** One page of a list of these, or the whole list where there are never many. */
export interface ListOf {
  list: z.ZodType
}
export const listOf = (item: z.ZodType): ListOf => ({ list: item })

/** What an answer's body is: a named schema (`names.ts`), a list of them, or nothing. */
export type AnswerBody = z.ZodType | ListOf | null

/** What one method of one address does, as the document tells it. A test holds it against the route itself. */
export interface Operation {
  id: string
  summary: string
  description?: string
  /** Null: no key is needed. */
  scope: Scope | null
  /** Only a person who is signed in has what this is about; a key gets 404. */
  peopleOnly?: true
  body?: z.ZodType
  bodyOptional?: true
  query?: z.ZodType
  answers: Partial<Record<200 | 201 | 202 | 204, AnswerBody>>
  /** The list is also to be had as CSV. */
  csv?: true
  /** Its answer has an `ETag`. */
  etag?: true
  ifMatch?: true
  /** `?draft=` names the wizard's draft that has the secrets which the body only notes as set. */
  draft?: true
  /** Not counted by the limit per key. */
  unlimited?: true
  /** Argyle's shape: its own errors and paging. */
  argyle?: true
  /** A body that can be sent as it stands. */
  example?: object
}

/** Operations by the names of their routes, such as `POST /integrations/[id]/enable`, under the heading of their group. */
export interface OperationGroup {
  tag: string
  description: string
  operations: Partial<Record<`${Method} /${string}`, Operation>>
}
