import { DomainError } from '@/lib/errors'
import { problemResponse } from '@/lib/http/problem-response'
import { newId } from '@/lib/ids'

// Whatever is under /api answers problem+json, also an address that does not exist.
const notThere = async (request: Request): Promise<Response> => {
  const path = new URL(request.url).pathname
  return problemResponse(new DomainError('not_found', `There is no ${path}`), { requestId: newId('req'), path })
}

export { notThere as DELETE, notThere as GET, notThere as PATCH, notThere as POST, notThere as PUT }
