import { deliveryQuery } from '@/lib/contracts/delivery'
import { listDeliveries } from '@/lib/deliveries/list-deliveries'
import { writeCsv } from '@/lib/deliveries/write-csv'
import { handle, ok } from '@/lib/http/handle'

export const GET = handle({ scope: 'deliveries:read', query: deliveryQuery }, async ({ caller, query, request }) => {
  const page = await listDeliveries(caller.workspaceId, query)
  if (!request.headers.get('accept')?.includes('text/csv')) return ok(page)
  // The next page's cursor has no place in a CSV: it is in a header.
  return ok(writeCsv(page.data), {
    'content-type': 'text/csv; charset=utf-8',
    ...(page.page.nextCursor !== null && { 'x-next-cursor': page.page.nextCursor }),
  })
})
