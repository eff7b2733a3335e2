import { createHash } from 'node:crypto'
import { pool, type Queryable } from '@/lib/db'
import { DomainError, invalid } from '@/lib/errors'

const KEEP_HOURS = 24
const LOCK_SECONDS = 60

export interface StoredAnswer {
  status: number
  body: string
}

/** Stores the answer of a request in the caller's own transaction, so that key and effect commit together. */
export type RecordAnswer = (tx: Queryable, answer: { status: number; body: unknown }) => Promise<void>

export type Claimed = { outcome: 'replay'; answer: StoredAnswer } | { outcome: 'run'; key: string; hash: Buffer }

export interface KeyedRequest {
  workspaceId: string
  key: string
  method: string
  /** With the query, which may change what is done. */
  path: string
  /** The person whose request it is: another's answer is not theirs. Keys of a workspace share theirs. */
  by?: string | undefined
  body: string
}

interface KeyRow {
  request_hash: Buffer
  status: number | null
  body: string | null
}

const hashRequest = ({ method, path, by = '', body }: KeyedRequest): Buffer =>
  createHash('sha256').update(`${method} ${path}${by && ` ${by}`}\n`).update(body).digest()

const checkKey = (key: string): void => {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return
  throw invalid([{ pointer: '', code: 'invalid', message: 'Idempotency-Key must be 1–255 visible ASCII characters' }])
}

// Takes the key when it is new, older than 24 hours, or locked by a request that died more than a minute ago.
const TAKE = `
  INSERT INTO idempotency_key (workspace_id, key, request_hash, created_at) VALUES ($1, $2, $3, now())
  ON CONFLICT (workspace_id, key) DO UPDATE
    SET request_hash = $3, status = NULL, body = NULL, created_at = now()
    WHERE idempotency_key.created_at < now() - interval '${KEEP_HOURS} hours'
       OR (idempotency_key.status IS NULL AND idempotency_key.created_at < now() - interval '${LOCK_SECONDS} seconds'
           AND idempotency_key.request_hash = $3)
  RETURNING key`

const READ = 'SELECT request_hash, status, body FROM idempotency_key WHERE workspace_id = $1 AND key = $2'

// A key that was given back between the two statements is there to be taken again.
const takeOrRead = async (values: unknown[]): Promise<KeyRow | 'taken'> => {
  for (;;) {
    const taken = await pool().query(TAKE, values)
    if (taken.rowCount) return 'taken'
    const { rows: [row] } = await pool().query<KeyRow>(READ, values.slice(0, 2))
    if (row) return row
  }
}

/**
 * Claims an Idempotency-Key: the same request again gets the first answer, another body is 422, one that is still
 * running is 409.
 */
export async function claimKey(request: KeyedRequest): Promise<Claimed> {
  checkKey(request.key)
  const hash = hashRequest(request)
  const values = [request.workspaceId, request.key, hash]
  const row = await takeOrRead(values)
  if (row === 'taken') return { outcome: 'run', key: request.key, hash }
  if (!row.request_hash.equals(hash)) {
    throw new DomainError('idempotency_mismatch', 'This Idempotency-Key was used for another request')
  }
  if (row.status === null) {
    throw new DomainError('in_progress', 'The first request with this Idempotency-Key is still running', {
      retryAfterSeconds: 1,
    })
  }
  return { outcome: 'replay', answer: { status: row.status, body: row.body ?? '' } }
}

/** Makes the function that a handler calls in the transaction of its effect. Fenced: a lapsed lock records nothing. */
export const recorder = (workspaceId: string, key: string, hash: Buffer): RecordAnswer => async (tx, answer) => {
  const { rowCount } = await tx.query(
    `UPDATE idempotency_key SET status = $4, body = $5
     WHERE workspace_id = $1 AND key = $2 AND request_hash = $3 AND status IS NULL`,
    [workspaceId, key, hash, answer.status, answer.body === undefined ? null : JSON.stringify(answer.body)],
  )
  if (!rowCount) throw new DomainError('in_progress', 'Another request with this Idempotency-Key was faster')
}

/** Gives a key back after a request that failed, so that it can be tried again. */
export async function releaseKey(workspaceId: string, key: string, hash: Buffer): Promise<void> {
  await pool().query(
    'DELETE FROM idempotency_key WHERE workspace_id = $1 AND key = $2 AND request_hash = $3 AND status IS NULL',
    [workspaceId, key, hash],
  )
}
