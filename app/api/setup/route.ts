import { originOf } from '@/lib/audit/acting'
import { checkOriginOfBrowser } from '@/lib/http/check-origin'
import { problemResponse } from '@/lib/http/problem-response'
import { parseBody, readBody } from '@/lib/http/read-body'
import { validate } from '@/lib/http/validate'
import { newId } from '@/lib/ids'
import { setUp, setUpInput } from '@/lib/workspaces/set-up'

const MAX_BYTES = 10_000

export async function POST(request: Request): Promise<Response> {
  const requestId = newId('req')
  try {
    checkOriginOfBrowser(request)
    const input = validate(setUpInput, parseBody(await readBody(request, MAX_BYTES)))
    return Response.json(await setUp(input, originOf(request.headers, requestId)), { status: 201 })
  } catch (error) {
    return problemResponse(error, { requestId, path: '/api/setup' })
  }
}
