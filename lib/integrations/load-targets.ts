import * as z from 'zod'
import type { Queryable } from '@/lib/db'
import { conditions, type Condition } from '@/lib/contracts/scorecard'
import type { RetryPolicy } from '@/lib/contracts/retry-profiles'
import { resolvePolicy } from '@/lib/deliveries/retry-policy'
import { createRedactor } from '@/lib/security/redact-values'
import { headerSecrets, openSecrets, type IntegrationSecrets } from './integration-secrets'
import { storedColumns, type StoredColumns } from './stored-integration'

/** An integration as delivery needs it, secrets opened. It never leaves the process. */
export interface Target extends StoredColumns {
  id: string
  name: string
  /** Set: it is a step of this rule. */
  ruleId: string | null
  workspace: { id: string; name: string }
  version: number
  enabled: boolean
  disabledBy: string | null
  url: string
  triggers: ReadonlyMap<string, { params: Record<string, unknown>; conditions: readonly Condition[]; template: string | null }>
  secrets: IntegrationSecrets
  retryPolicy: RetryPolicy
  /** Takes this integration's secrets out of a text that will be stored. */
  redact: (text: string) => string
  /** Its breaker, as of the last time this target was loaded. */
  gate: TargetGate
  /** Why nothing can be sent: what is stored cannot be read. Each attempt says so; no other integration is held up (I8). */
  problem: string | null
}

/** What a worker must know of an integration's gate before it sends. */
export interface TargetGate {
  open: boolean // the breaker: nothing leaves but probes
  probeDue: boolean
  /** There are failures since the last success: a success is worth recording. */
  troubled: boolean
}

export interface TargetRow {
  id: string
  workspace_id: string
  workspace_name: string
  name: string
  rule_id: string | null
  version: number
  enabled: boolean
  disabled_by: string | null
  url: string
  columns: string
  secrets: Buffer
  triggers: string
}

// The default template of a workspace's own event type comes along: when it changes, so does the version.
const FULL = `
  SELECT i.id, i.workspace_id, w.name AS workspace_name, i.name, i.rule_id, i.version, i.enabled, i.disabled_by, i.url, i.secrets,
    json_build_object('headers', i.headers, 'params', i.params, 'auth', i.auth, 'signing', i.signing, 'policy', i.policy,
      'limits', i.limits)::text AS columns,
    coalesce((SELECT json_agg(json_build_object('type', t.type, 'params', t.params, 'conditions', t.conditions,
        'template', coalesce(t.template, o.default_template)))
      FROM trigger t LEFT JOIN event_type o ON o.workspace_id = i.workspace_id AND o.key = t.type
      WHERE t.integration_id = i.id), '[]')::text AS triggers
  FROM integration i JOIN workspace w ON w.id = i.workspace_id
  WHERE i.id = ANY($1) AND i.deleted_at IS NULL`

/** All that changes without a new version, and the version. */
export interface CurrentTarget {
  id: string
  workspace_id: string
  workspace_name: string
  version: number
  open: boolean
  probe_due: boolean
  troubled: boolean
}

/** The statement for the current state of integrations `i`, deleted ones left out. */
export const currentTargets = (where: string): string => `
  SELECT i.id, i.workspace_id, w.name AS workspace_name, i.version, g.opened_at IS NOT NULL AS open,
    coalesce(g.probe_at <= now(), false) AS probe_due, coalesce(g.failures > 0, false) AS troubled
  FROM integration i JOIN workspace w ON w.id = i.workspace_id LEFT JOIN integration_gate g ON g.integration_id = i.id
  WHERE ${where} AND i.deleted_at IS NULL`

const BY_ID = currentTargets('i.id = ANY($1)')

const triggerRow = z.object({ type: z.string(), params: z.unknown(), template: z.string().nullable() })
const triggerList = z.array(triggerRow.extend({ params: z.record(z.string(), z.unknown()), conditions }))

/** The texts that must never appear in what is stored of an exchange. */
export const secretTexts = (columns: Pick<StoredColumns, 'auth'>, secrets: IntegrationSecrets) => [
  ...(columns.auth.kind === 'basic' && secrets.password
    ? [{ username: columns.auth.username, password: secrets.password }] : []),
  ...[secrets.token, secrets.signing, secrets.previousSigning?.secret, ...Object.values(secrets.headers)]
    .filter((value) => value !== undefined),
]

const NOTHING: StoredColumns = {
  headers: [], params: [], auth: { kind: 'none' }, signing: { scheme: 'none' }, policy: { profile: 'standard' },
  limits: { perSecond: null, concurrency: null },
}

type Readable = Pick<Target, 'secrets' | 'problem'> & { columns: StoredColumns; triggers: z.infer<typeof triggerList> }

// What cannot be read still wants its events: the attempts of their deliveries tell why nothing leaves, and by its own
// schedule, as far as that is known.
const readRow = (row: TargetRow): Readable => {
  const rows: unknown = JSON.parse(row.triggers)
  let columns = NOTHING
  try {
    columns = storedColumns.parse(JSON.parse(row.columns))
    const secrets = openSecrets({ id: row.id, workspaceId: row.workspace_id }, row.secrets)
    return { columns, secrets, triggers: triggerList.parse(rows), problem: null }
  } catch (error) {
    const problem = `What is stored of this integration cannot be read: ${error instanceof Error ? error.message : 'unknown'}`
    const triggers = z.array(triggerRow).parse(rows).map(({ type }) => ({ type, params: {}, conditions: [], template: null }))
    return { columns, secrets: { headers: headerSecrets() }, triggers, problem }
  }
}

const toTarget = (row: TargetRow): Target => {
  const { columns, secrets, triggers, problem } = readRow(row)
  return {
    ...columns,
    id: row.id,
    name: row.name,
    ruleId: row.rule_id,
    workspace: { id: row.workspace_id, name: row.workspace_name },
    version: row.version,
    enabled: row.enabled,
    disabledBy: row.disabled_by,
    url: row.url,
    triggers: new Map(triggers.map(({ type, params, conditions, template }) => [type, { params, conditions, template }])),
    secrets,
    retryPolicy: { ...resolvePolicy(columns.policy), ...(row.rule_id !== null && { retriesGone: true }) },
    redact: createRedactor(secretTexts(columns, secrets)),
    gate: { open: false, probeDue: false, troubled: false },
    problem,
  }
}

// Reading, parsing and opening the secrets is worth doing once per version; which version counts is read each time, so
// that a switch or an edit counts at once in every process.
const CACHE_SIZE = 20_000
const cache = new Map<string, Target>()

const findCached = (row: CurrentTarget): Target | undefined => {
  const known = cache.get(row.id)
  const isCurrent = known?.version === row.version && known.workspace.name === row.workspace_name && known.problem === null
  return isCurrent ? known : undefined
}

const readInFull = async (db: Queryable, ids: readonly string[]): Promise<Map<string, Target>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await db.query<TargetRow>({ name: 'targets_in_full', text: FULL, values: [ids] })
  const read = new Map(rows.map((row) => [row.id, toTarget(row)]))
  for (const [id, target] of read) {
    cache.delete(id) // so that it is the youngest
    cache.set(id, target)
  }
  for (const id of cache.keys()) {
    if (cache.size <= CACHE_SIZE) break
    cache.delete(id)
  }
  return read
}

/** The integrations in this state: what is known of their version already, and what is not is read in full. */
export async function readTargets(db: Queryable, rows: readonly CurrentTarget[]): Promise<Target[]> {
  const cached = rows.map(findCached)
  const read = await readInFull(db, rows.filter((_, index) => !cached[index]).map(({ id }) => id))
  return rows.flatMap((row, index) => {
    const target = cached[index] ?? read.get(row.id)
    if (!target) return [] // deleted between the two statements
    target.gate = { open: row.open, probeDue: row.probe_due, troubled: row.troubled }
    return [target]
  })
}

/** These integrations, by id; deleted ones are not there. */
export async function loadTargetsById(db: Queryable, ids: readonly string[]): Promise<Map<string, Target>> {
  const { rows } = await db.query<CurrentTarget>({ name: 'targets_by_id', text: BY_ID, values: [ids] })
  return new Map((await readTargets(db, rows)).map((target) => [target.id, target]))
}
