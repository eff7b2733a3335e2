import { auth } from '@/lib/auth/auth'
import { withRetryAfter } from '@/lib/auth/with-retry-after'

const handler = async (request: Request): Promise<Response> => withRetryAfter(await auth().handler(request))

export { handler as GET, handler as POST }
