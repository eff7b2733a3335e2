import type { EventType } from '@/lib/catalogue/event-type'
import { validateSchema, type SchemaProblem } from '@/lib/catalogue/validate-schema'

/** What is wrong with an event's context for its type; pointers start at the context. Unknown fields pass. */
export function validateContext(type: Pick<EventType, 'contextSchema'>, context: unknown): SchemaProblem[] {
  return validateSchema(type.contextSchema, context)
}
