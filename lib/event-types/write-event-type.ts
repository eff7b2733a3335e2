import { randomUUID } from 'node:crypto'
import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import { findEventType, listEventTypes } from '@/lib/catalogue/find-event-type'
import { readSample } from '@/lib/catalogue/own-samples'
import type { EventTypeInput, EventTypePatch, EventTypeView } from '@/lib/contracts/event-type'
import { inTransaction, pool, type Queryable } from '@/lib/db'
import { DomainError, invalid, notFound } from '@/lib/errors'
import type { RecordAnswer } from '@/lib/http/idempotency'
import type { JsonObject } from '@/lib/json/json-value'
import { parseJson } from '@/lib/json/parse-json'
import { listRuleEventTypes } from '@/lib/rules/rule-event-types'
import { judgeEventType, type FormerType, type JudgedType } from './judge-event-type'
import { OWN_TYPE_COLUMNS, readSamples, toOwnType, type OwnTypeRow } from './own-types'
import { findUsers, viewEventType } from './view-event-type'

const MOST_TYPES = 200
const MAX_TRIES = 5

const target = (key: string) => ({ kind: 'event_type', id: key, label: key }) as const

const refuse = (key: string, message: string) =>
  new DomainError('conflict', message, { errors: [{ pointer: '/key', code: 'taken', message: `There is an event type "${key}" already` }] })

// What differs only in case would be taken for the other.
const findBuiltIn = (key: string) => [...listEventTypes(), ...listRuleEventTypes()].find((type) => type.key.toLowerCase() === key.toLowerCase())

// The body was parsed before: it is an object.
const exactly = (rawBody: string): JsonObject => parseJson(rawBody) as JsonObject

const columnsOf = (judged: JudgedType): unknown[] => [
  judged.label, judged.descriptionTemplate, judged.samples, judged.contextSchema, judged.schemaGiven, judged.defaultTemplate, judged.templateGiven,
  randomUUID(),
]

const INSERT = `
  INSERT INTO event_type (workspace_id, key, label, description_template, samples, context_schema, schema_given, default_template, template_given, revision)
  SELECT $1, $2, $3, $4, $5::json, $6::json, $7, $8, $9, $10
  ON CONFLICT (workspace_id, key) DO NOTHING`

/** Makes an event type of the workspace's own. 409 for a key that is taken, by a built-in type too; 422 names each bad field. */
export async function createEventType(
  acting: Acting, input: EventTypeInput, rawBody: string, recordAnswer?: RecordAnswer,
): Promise<EventTypeView> {
  const { workspaceId } = acting
  const { key } = input
  const builtIn = findBuiltIn(key)
  if (builtIn) throw refuse(builtIn.key, `"${builtIn.key}" is a built-in event type: choose another key`)
  const judged = await judgeEventType(workspaceId, key, input, exactly(rawBody), null)
  return inTransaction(async (tx) => {
    const { rows: [there] } = await tx.query<{ count: number }>('SELECT count(*)::int AS count FROM event_type WHERE workspace_id = $1', [workspaceId])
    if ((there?.count ?? 0) >= MOST_TYPES) throw new DomainError('conflict', `A workspace has at most ${MOST_TYPES} event types of its own`)
    const { rowCount } = await tx.query(INSERT, [workspaceId, key, ...columnsOf(judged)])
    if (rowCount === 0) throw refuse(key, `There is an event type "${key}" already`)
    await recordAudit(tx, acting, { action: 'event_type.created', target: target(key) })
    const view = await viewEventType(workspaceId, key, tx)
    await recordAnswer?.(tx, { status: 201, body: view })
    return view
  })
}

const readRow = async (db: Queryable, workspaceId: string, key: string): Promise<OwnTypeRow> => {
  if (findEventType(key)) throw new DomainError('conflict', `"${key}" is built in and cannot be changed: make one of your own`)
  const { rows: [row] } = await db.query<OwnTypeRow>(
    `SELECT ${OWN_TYPE_COLUMNS} FROM event_type WHERE workspace_id = $1 AND key = $2`, [workspaceId, key],
  )
  if (!row) throw notFound('event type')
  return row
}

const formerOf = (workspaceId: string, row: OwnTypeRow): FormerType => {
  const { samples, contextSchema } = toOwnType(workspaceId, row)
  const shown = samples.map(({ name, ...sample }) => readSample({ name, sample }))
  return {
    label: row.label,
    descriptionTemplate: row.description_template,
    samples: readSamples(row).map((given, index) => ({ given, shown: shown[index] ?? given })),
    contextSchema: row.schema_given ? contextSchema : null,
    defaultTemplate: row.template_given ? row.default_template : null,
  }
}

const changesOf = (row: OwnTypeRow, judged: JudgedType): string[] => [
  ...(row.label === judged.label ? [] : ['label']),
  ...(row.description_template === judged.descriptionTemplate ? [] : ['descriptionTemplate']),
  ...(row.samples === judged.samples ? [] : ['samples']),
  ...(row.context_schema === judged.contextSchema ? [] : ['contextSchema']),
  ...(row.default_template === judged.defaultTemplate ? [] : ['defaultTemplate']),
]

// Guarded: of two changes at once the second is applied to what the first has made.
const UPDATE = `
  UPDATE event_type SET label = $4, description_template = $5, samples = $6::json, context_schema = $7::json, schema_given = $8,
    default_template = $9, template_given = $10, revision = $11, updated_at = now()
  WHERE workspace_id = $1 AND key = $2 AND revision = $3`

// Workers keep what they have read of an integration for as long as its version is the same.
const RENEW = `
  UPDATE integration SET version = version + 1
  WHERE workspace_id = $1 AND id IN (SELECT integration_id FROM trigger WHERE type = $2 AND template IS NULL)`

/**
 * Changes an own type: what is left out stays, null goes back to what follows from the samples. Triggers without a
 * template of their own take a changed default template from the next event on.
 */
export async function updateEventType(acting: Acting, key: string, patch: EventTypePatch, rawBody: string): Promise<EventTypeView> {
  const { workspaceId } = acting
  for (let tries = 1; ; tries++) {
    const row = await readRow(pool(), workspaceId, key)
    if (patch.key !== undefined && patch.key !== key) {
      throw invalid([{ pointer: '/key', code: 'immutable', message: 'Triggers and events carry the key: it cannot be changed' }])
    }
    const judged = await judgeEventType(workspaceId, key, { ...patch, label: patch.label ?? row.label }, exactly(rawBody), formerOf(workspaceId, row))
    const fields = changesOf(row, judged)
    const view = await inTransaction(async (tx) => {
      const { rowCount } = await tx.query(UPDATE, [workspaceId, key, row.revision, ...columnsOf(judged)])
      if (rowCount === 0) return null
      if (fields.includes('defaultTemplate')) await tx.query(RENEW, [workspaceId, key])
      if (fields.length > 0) await recordAudit(tx, acting, { action: 'event_type.updated', target: target(key), fields })
      return viewEventType(workspaceId, key, tx)
    })
    if (view) return view
    if (tries === MAX_TRIES) throw new DomainError('stale', 'Someone changed this event type at the same moment: try again')
  }
}

const NAMED = 5

/** Deletes an own type. 409 while an integration has a trigger of it: nothing stops being sent by the way. */
export async function deleteEventType(acting: Acting, key: string): Promise<void> {
  const { workspaceId } = acting
  await inTransaction(async (tx) => {
    await readRow(tx, workspaceId, key)
    await tx.query('SELECT 1 FROM event_type WHERE workspace_id = $1 AND key = $2 FOR UPDATE', [workspaceId, key])
    const users = await findUsers(tx, workspaceId, [key])
    if (users.length > 0) {
      const names = users.slice(0, NAMED).map(({ name }) => name).join(', ') + (users.length > NAMED ? ` and ${users.length - NAMED} more` : '')
      throw new DomainError('conflict', `Integrations have a trigger of this type: ${names}. Remove it there first`)
    }
    const { rowCount } = await tx.query('DELETE FROM event_type WHERE workspace_id = $1 AND key = $2', [workspaceId, key])
    if (rowCount === 0) throw notFound('event type')
    await recordAudit(tx, acting, { action: 'event_type.deleted', target: target(key) })
  })
}
