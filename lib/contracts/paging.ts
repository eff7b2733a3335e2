import * as z from 'zod'

/** Every list: newest first, `limit` at most 200, `cursor` from the former page's `nextCursor`. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
export type PageQuery = z.infer<typeof pageQuery>

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), page: z.object({ nextCursor: z.string().nullable() }) })

/** One page of a list. */
export interface Page<T> {
  data: T[]
  page: { nextCursor: string | null }
}
