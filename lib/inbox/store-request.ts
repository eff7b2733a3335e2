import * as z from 'zod'
import { INBOX_REQUESTS, type InboxSignature } from '@/lib/contracts/inbox'
import { pool } from '@/lib/db'
import { newId } from '@/lib/ids'
import type { HeaderPair } from '@/lib/security/safe-response'

/** A request as it is kept: nothing secret in it. */
export interface RequestToStore {
  workspaceId: string
  method: string
  query: string
  headers: HeaderPair[]
  body: Buffer
  truncated: boolean
  address: string | null
  status: number
  deliveryId: string | null
  signature: InboxSignature
}

const INSERT = `
  INSERT INTO inbox_request (id, workspace_id, method, query, headers, body, truncated, address, status, delivery_id, signature, received_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, to_timestamp($12::float8 / 1000))`

// A statement of its own: it sees what others have inserted meanwhile, so that no more than this stay.
const TRIM = `
  DELETE FROM inbox_request WHERE id IN (
    SELECT id FROM inbox_request
    WHERE workspace_id = $1 AND id < (SELECT id FROM inbox_request WHERE workspace_id = $1 ORDER BY id DESC OFFSET ${INBOX_REQUESTS - 1} LIMIT 1)
    FOR UPDATE SKIP LOCKED)`

/** Keeps a request, and no more than the youngest hundred of its workspace. Gives its id. */
export async function storeRequest(request: RequestToStore, now: number): Promise<string> {
  const { workspaceId, method, query, headers, body, truncated, address, status, deliveryId, signature } = request
  const id = newId('inr', now)
  await pool().query(INSERT, [
    id, workspaceId, method, query, JSON.stringify(headers), body, truncated, address, status, deliveryId, JSON.stringify(signature), now,
  ])
  await pool().query(TRIM, [workspaceId])
  return id
}

const storedHeaders = z.array(z.tuple([z.string(), z.string()]))

/** Headers as they were stored. */
export const readHeaders = (text: string): HeaderPair[] => storedHeaders.parse(JSON.parse(text))
