import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { operationKeys } from '@/lib/api-client/query-keys'
import type { BulkEstimate, OperationView } from '@/lib/contracts/operation'
import { toDeliveryQuery, type DeliveryFilter } from './delivery-filter'
import type { ResendBody } from './use-delivery-actions'

export interface BulkRequest {
  filter: object
  body: ResendBody
}

const path = '/api/v1/bulk-resends'
const isSet = (value: unknown) => value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

/** The filters of the page as the API takes them; a range becomes the time it began. */
export const toBulkFilter = (filter: DeliveryFilter, nowMs: number): object =>
  Object.fromEntries(Object.entries(toDeliveryQuery(filter, nowMs)).filter(([, value]) => isSet(value)))

/** Whether the filters say enough: the API refuses to send a whole history again. */
export const isNarrow = ({ status, integrationId, range }: DeliveryFilter) => status.length > 0 || integrationId !== '' || range !== null

/** How many deliveries it would be. */
export function useBulkEstimate(request: BulkRequest) {
  return useQuery({
    queryKey: operationKeys.estimate(request),
    queryFn: ({ signal }) => apiFetch<BulkEstimate>(path, { method: 'POST', body: { ...request, dryRun: true }, signal }),
    gcTime: 0, // the next time it is counted anew
  })
}

export function useStartBulkResend(onStarted: (operation: OperationView) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (request: BulkRequest) => apiFetch<OperationView>(path, { method: 'POST', body: request }),
    onSuccess: (operation) => {
      void client.invalidateQueries({ queryKey: operationKeys.list() })
      onStarted(operation)
    },
    onError: (error) => toastError('Nothing was resent.', error),
  })
}
