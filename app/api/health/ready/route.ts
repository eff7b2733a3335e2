import { checkReadiness } from '@/lib/process/check-readiness'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const readiness = await checkReadiness()
  const status = readiness.status === 'ok' ? 200 : 503
  return Response.json(readiness, { status, headers: { 'cache-control': 'no-store' } })
}
