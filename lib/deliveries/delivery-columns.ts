import type { DeliveryView } from '@/lib/contracts/delivery'
import type { CsvColumn } from '@/lib/http/write-csv'

/** A delivery in a CSV. */
export const deliveryColumns: ReadonlyArray<CsvColumn<DeliveryView>> = [
  ['id', (one) => one.id],
  ['createdAt', (one) => one.createdAt],
  ['finishedAt', (one) => one.finishedAt],
  ['status', (one) => one.status],
  ['eventType', (one) => one.eventType],
  ['eventId', (one) => one.eventId],
  ['integrationId', (one) => one.integration?.id ?? null],
  ['integration', (one) => one.integration?.name ?? null],
  ['ruleId', (one) => one.ruleId],
  ['rule', (one) => one.rule?.name ?? null],
  ['url', (one) => one.url],
  ['attempts', (one) => one.attemptCount],
  ['statusCode', (one) => one.statusCode],
  ['errorCode', (one) => one.errorCode],
  ['nextAttemptAt', (one) => one.nextAttemptAt],
  ['test', (one) => one.test],
]
