import { answerAuth } from '@/lib/auth/answer-auth'
import { problemResponse } from '@/lib/http/problem-response'
import { newId } from '@/lib/ids'

const handler = async (request: Request): Promise<Response> => {
  try {
    return await answerAuth(request)
  } catch (error) {
    return problemResponse(error, { requestId: newId('req'), path: new URL(request.url).pathname })
  }
}

export { handler as GET, handler as POST }
