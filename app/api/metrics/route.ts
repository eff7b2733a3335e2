import { env } from '@/lib/env'
import { DomainError } from '@/lib/errors'
import { problemResponse } from '@/lib/http/problem-response'
import { newId } from '@/lib/ids'
import { checkToken } from '@/lib/metrics/check-token'
import { readMetrics } from '@/lib/metrics/read-metrics'
import { METRICS_TYPE } from '@/lib/metrics/write-metrics'

export const dynamic = 'force-dynamic'

/** Prometheus asks here. Without a METRICS_TOKEN there is no such address. */
export async function GET(request: Request): Promise<Response> {
  const context = { requestId: newId('req'), path: '/api/metrics' }
  const token = env().METRICS_TOKEN
  if (token === undefined) return problemResponse(new DomainError('not_found', 'There is no /api/metrics'), context)
  try {
    if (!checkToken(request.headers.get('authorization'), token)) throw new DomainError('unauthorized', 'Send METRICS_TOKEN as "Authorization: Bearer <token>"')
    return new Response(await readMetrics(), { headers: { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' } })
  } catch (error) {
    return problemResponse(error, context)
  }
}
