import * as z from 'zod'

/** One bad field: `pointer` is a JSON pointer (RFC 6901) into the request body, or `?name` for a query parameter. */
export const fieldError = z.object({ pointer: z.string(), code: z.string(), message: z.string() })
export type FieldError = z.infer<typeof fieldError>

/** RFC 9457 problem details, media type `application/problem+json`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  requestId: z.string(),
  errors: z.array(fieldError),
})
export type Problem = z.infer<typeof problem>
