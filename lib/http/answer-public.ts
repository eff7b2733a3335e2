import type * as z from 'zod'
import { newId } from '@/lib/ids'
import { checkOrigin } from './check-origin'
import { problemResponse } from './problem-response'
import { parseBody, readBody } from './read-body'
import { validate } from './validate'

const MAX_BYTES = 10_000

/** A POST route for people who are not signed in (yet), from our own pages only: contract, one call, problem+json. */
export const answerPublic = <S extends z.ZodType>(schema: S, run: (input: z.output<S>, request: Request) => Promise<Response>) =>
  async (request: Request): Promise<Response> => {
    try {
      checkOrigin(request)
      return await run(validate(schema, parseBody(await readBody(request, MAX_BYTES))), request)
    } catch (error) {
      return problemResponse(error, { requestId: newId('req'), path: new URL(request.url).pathname })
    }
  }
