import * as z from 'zod'
import type { Queryable } from '@/lib/db'
import type { RetryPolicy } from '@/lib/contracts/retry-profiles'
import { resolvePolicy } from '@/lib/deliveries/retry-policy'
import { createRedactor } from '@/lib/security/redact-values'
import { openSecrets, type IntegrationSecrets } from './integration-secrets'
import { storedColumns, type StoredColumns } from './stored-integration'

/** An integration as delivery needs it, secrets opened. It never leaves the process. */
export interface Target extends StoredColumns {
  id: string
  name: string
  workspace: { id: string; name: string }
  version: number
  enabled: boolean
  disabledBy: string | null
  url: string
  triggers: ReadonlyMap<string, { params: Record<string, unknown>; template: string | null }>
  secrets: IntegrationSecrets
  retryPolicy: RetryPolicy
  /** Takes this integration's secrets out of a text that will be stored. */
  redact: (text: string) => string
  /** Why nothing can be sent: what is stored cannot be read. Each attempt says so; no other integration is held up (I8). */
  problem: string | null
}

export interface TargetRow {
  id: string
  workspace_id: string
  workspace_name: string
  name: string
  version: number
  enabled: boolean
  disabled_by: string | null
  url: string
  columns: string
  secrets: Buffer
  triggers: string
}

const COLUMNS = `
  i.id, i.workspace_id, w.name AS workspace_name, i.name, i.version, i.enabled, i.disabled_by, i.url, i.secrets,
  json_build_object('headers', i.headers, 'params', i.params, 'auth', i.auth, 'signing', i.signing, 'policy', i.policy,
    'limits', i.limits)::text AS columns,
  coalesce((SELECT json_agg(json_build_object('type', t.type, 'params', t.params, 'template', t.template))
    FROM trigger t WHERE t.integration_id = i.id), '[]')::text AS triggers`

const BY_WORKSPACE = `
  SELECT ${COLUMNS} FROM integration i JOIN workspace w ON w.id = i.workspace_id
  WHERE i.workspace_id = ANY($1) AND i.deleted_at IS NULL`

const BY_ID = `
  SELECT ${COLUMNS} FROM integration i JOIN workspace w ON w.id = i.workspace_id
  WHERE i.id = ANY($1) AND i.deleted_at IS NULL`

const triggerList = z.array(z.object({
  type: z.string(), params: z.record(z.string(), z.unknown()), template: z.string().nullable(),
}))

/** The texts that must never appear in what is stored of an exchange. */
export const secretTexts = (columns: Pick<StoredColumns, 'auth'>, secrets: IntegrationSecrets) => [
  ...(columns.auth.kind === 'basic' && secrets.password
    ? [{ username: columns.auth.username, password: secrets.password }] : []),
  ...[secrets.token, secrets.signing, secrets.previousSigning?.secret, ...Object.values(secrets.headers)]
    .filter((value): value is string => value !== undefined && value !== ''),
]

const NOTHING: StoredColumns = {
  headers: [], params: [], auth: { kind: 'none' }, signing: { scheme: 'none' }, policy: { profile: 'standard' },
  limits: { perSecond: null, concurrency: null },
}

type Readable = { columns: StoredColumns; secrets: IntegrationSecrets; problem: string | null }

const readRow = (row: TargetRow): Readable => {
  try {
    const columns = storedColumns.parse(JSON.parse(row.columns))
    const secrets = openSecrets({ table: 'integration', id: row.id, workspaceId: row.workspace_id }, row.secrets)
    return { columns, secrets, problem: null }
  } catch (error) {
    const problem = `What is stored of this integration cannot be read: ${error instanceof Error ? error.message : 'unknown'}`
    return { columns: NOTHING, secrets: { headers: {} }, problem }
  }
}

const toTarget = (row: TargetRow): Target => {
  const { columns, secrets, problem } = readRow(row)
  const triggers = triggerList.parse(JSON.parse(row.triggers))
  return {
    ...columns,
    id: row.id,
    name: row.name,
    workspace: { id: row.workspace_id, name: row.workspace_name },
    version: row.version,
    enabled: row.enabled,
    disabledBy: row.disabled_by,
    url: row.url,
    triggers: new Map(triggers.map(({ type, params, template }) => [type, { params, template }])),
    secrets,
    retryPolicy: resolvePolicy(columns.policy),
    redact: createRedactor(secretTexts(columns, secrets)),
    problem,
  }
}

// Parsing and opening the secrets is worth doing once per version; the row itself is read each time, so that a switch
// or an edit counts at once in every process.
const CACHE_SIZE = 2000
const cache = new Map<string, Target>()

const remember = (row: TargetRow): Target => {
  const known = cache.get(row.id)
  if (known?.version === row.version && known.workspace.name === row.workspace_name && known.problem === null) return known
  if (cache.size >= CACHE_SIZE) cache.clear()
  const target = toTarget(row)
  cache.set(row.id, target)
  return target
}

/** All integrations of these workspaces, by workspace. */
export async function loadTargets(db: Queryable, workspaceIds: readonly string[]): Promise<Map<string, Target[]>> {
  const { rows } = await db.query<TargetRow>({ name: 'targets_by_workspace', text: BY_WORKSPACE, values: [workspaceIds] })
  const found = new Map<string, Target[]>(workspaceIds.map((id) => [id, []]))
  for (const row of rows) found.get(row.workspace_id)?.push(remember(row))
  return found
}

/** These integrations, by id; deleted ones are not there. */
export async function loadTargetsById(db: Queryable, ids: readonly string[]): Promise<Map<string, Target>> {
  const { rows } = await db.query<TargetRow>({ name: 'targets_by_id', text: BY_ID, values: [ids] })
  return new Map(rows.map((row) => [row.id, remember(row)]))
}
