import { findEventType, listEventTypes, type EventType } from '@/lib/catalogue/find-event-type'
import { renderLabel } from '@/lib/catalogue/render-label'
import { EVENT_CATEGORIES } from '@/lib/catalogue/event-type'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { pool, type Queryable } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { findRuleEventType } from '@/lib/rules/rule-event-types'
import { OWN_TYPE_COLUMNS, toOwnType, type OwnTypeRow } from './own-types'

const toJson = (schema: object): Record<string, unknown> => ({ ...schema })

const view = (type: EventType, own: EventTypeView['own'] = null): EventTypeView => ({
  key: type.key,
  label: renderLabel(type),
  category: EVENT_CATEGORIES[type.category],
  params: toJson(type.params),
  contextSchema: toJson(type.contextSchema),
  sample: type.sample,
  samples: type.samples.map(({ name, ...sample }) => ({ name, sample })),
  defaultTemplate: type.defaultTemplate,
  own,
})

interface UsedRow {
  type: string
  id: string
  name: string
}

const OWN = `SELECT ${OWN_TYPE_COLUMNS} FROM event_type WHERE workspace_id = $1 AND ($2::text IS NULL OR key = $2) ORDER BY key`
const USED = `
  SELECT t.type, i.id, i.name FROM trigger t JOIN integration i ON i.id = t.integration_id
  WHERE i.workspace_id = $1 AND i.deleted_at IS NULL AND t.type = ANY($2) ORDER BY i.id`

/** The integrations that have a trigger of one of these types. */
export async function findUsers(db: Queryable, workspaceId: string, keys: readonly string[]): Promise<UsedRow[]> {
  if (keys.length === 0) return []
  return (await db.query<UsedRow>(USED, [workspaceId, keys])).rows
}

const viewOwn = async (db: Queryable, workspaceId: string, key: string | null): Promise<EventTypeView[]> => {
  const { rows } = await db.query<OwnTypeRow>(OWN, [workspaceId, key])
  const users = await findUsers(db, workspaceId, rows.map((row) => row.key))
  return rows.map((row) => view(toOwnType(workspaceId, row), {
    descriptionTemplate: row.description_template,
    inferred: { contextSchema: !row.schema_given, defaultTemplate: !row.template_given },
    integrations: users.filter(({ type }) => type === row.key).map(({ id, name }) => ({ id, name })),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }))
}

/** The catalogue as the API shows it, then the workspace's own types; labels with their parameters' defaults filled in. */
export async function viewEventTypes(workspaceId: string): Promise<EventTypeView[]> {
  return [...listEventTypes().map((type) => view(type)), ...(await viewOwn(pool(), workspaceId, null))]
}

/** One event type, also of those that only rules wait for; 404 for none or another workspace's. */
export async function viewEventType(workspaceId: string, key: string, db: Queryable = pool()): Promise<EventTypeView> {
  const builtIn = findEventType(key) ?? findRuleEventType(key)
  const found = builtIn ? view(builtIn) : (await viewOwn(db, workspaceId, key))[0]
  if (!found) throw notFound('event type')
  return found
}
