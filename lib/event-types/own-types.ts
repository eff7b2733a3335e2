import * as z from 'zod'
import { findEventType, type EventType } from '@/lib/catalogue/find-event-type'
import { toObjectSchema } from '@/lib/catalogue/check-schema'
import { makeOwnType } from '@/lib/catalogue/make-own-type'
import type { GivenSample } from '@/lib/catalogue/own-samples'
import { ownTypeKey } from '@/lib/contracts/event-type'
import { pool, type Queryable } from '@/lib/db'
import type { JsonObject } from '@/lib/json/json-value'
import { parseJson } from '@/lib/json/parse-json'

/** A row of event_type. */
export interface OwnTypeRow {
  key: string
  label: string
  description_template: string
  samples: string
  context_schema: string
  schema_given: boolean
  default_template: string
  template_given: boolean
  revision: string
  created_at: Date
  updated_at: Date
}

export const OWN_TYPE_COLUMNS =
  'key, label, description_template, samples, context_schema, schema_given, default_template, template_given, revision, created_at, updated_at'
const REVISIONS = 'SELECT key, revision FROM event_type WHERE workspace_id = $1 AND key = ANY($2)'
const BY_KEY = `SELECT ${OWN_TYPE_COLUMNS} FROM event_type WHERE workspace_id = $1 AND key = ANY($2)`

const CACHE_SIZE = 10_000
// Made once per revision; which one counts is read each time, so that a change counts at once in every process.
const made = new Map<string, { revision: string; type: EventType }>()

const storedSamples = z.array(z.looseObject({ context: z.looseObject({}) })).min(1)

/** The samples of a row, to the digit as they were given. */
export function readSamples(row: Pick<OwnTypeRow, 'samples'>): GivenSample[] {
  const parsed = parseJson(row.samples)
  storedSamples.parse(parsed)
  return parsed as unknown as GivenSample[] // what judgeEventType wrote
}

/** The event type of a row. */
export function toOwnType(workspaceId: string, row: OwnTypeRow): EventType {
  const place = `${workspaceId} ${row.key}`
  const known = made.get(place)
  if (known?.revision === row.revision) return known.type
  const type = makeOwnType({
    key: row.key,
    label: row.label,
    descriptionTemplate: row.description_template,
    contextSchema: toObjectSchema(JSON.parse(row.context_schema) as JsonObject),
    samples: readSamples(row),
    defaultTemplate: row.default_template,
  })
  if (made.size >= CACHE_SIZE) made.clear()
  made.set(place, { revision: row.revision, type })
  return type
}

const readOwn = async (db: Queryable, workspaceId: string, keys: readonly string[]): Promise<EventType[]> => {
  const { rows: current } = await db.query<Pick<OwnTypeRow, 'key' | 'revision'>>({ name: 'own_type_revisions', text: REVISIONS, values: [workspaceId, keys] })
  const known = current.map(({ key, revision }) => {
    const one = made.get(`${workspaceId} ${key}`)
    return one?.revision === revision ? one.type : key
  })
  const missing = known.filter((one) => typeof one === 'string')
  const found = known.filter((one) => typeof one !== 'string')
  if (missing.length === 0) return found
  const { rows } = await db.query<OwnTypeRow>(BY_KEY, [workspaceId, missing])
  return [...found, ...rows.map((row) => toOwnType(workspaceId, row))]
}

/** The event types behind keys, of the catalogue and the workspace's own. The database is asked only for keys that the catalogue has not. */
export async function findTypes(workspaceId: string, keys: Iterable<string>): Promise<Map<string, EventType>> {
  const found = new Map<string, EventType>()
  const others: string[] = []
  for (const key of new Set(keys)) {
    const type = findEventType(key)
    if (type) found.set(key, type)
    else if (ownTypeKey.safeParse(key).success) others.push(key)
  }
  if (others.length > 0) for (const type of await readOwn(pool(), workspaceId, others)) found.set(type.key, type)
  return found
}

/** One event type, of the catalogue or the workspace's own. */
export async function findType(workspaceId: string, key: string): Promise<EventType | undefined> {
  return (await findTypes(workspaceId, [key])).get(key)
}
