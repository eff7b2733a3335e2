import type { AuditEntryView } from '@/lib/contracts/audit'
import type { CsvColumn } from '@/lib/http/write-csv'

/** An entry of the audit log in a CSV. */
export const auditColumns: ReadonlyArray<CsvColumn<AuditEntryView>> = [
  ['id', (one) => one.id],
  ['at', (one) => one.at],
  ['actorKind', (one) => one.actor.kind],
  ['actorId', (one) => one.actor.id],
  ['actor', (one) => one.actor.label],
  ['action', (one) => one.action],
  ['targetKind', (one) => one.target?.kind ?? null],
  ['targetId', (one) => one.target?.id ?? null],
  ['target', (one) => one.target?.label ?? null],
  ['fields', (one) => one.fields.join(' ')],
  ['address', (one) => one.address],
  ['userAgent', (one) => one.userAgent],
  ['requestId', (one) => one.requestId],
]
