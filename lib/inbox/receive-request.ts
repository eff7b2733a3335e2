import { pool } from '@/lib/db'
import { isId } from '@/lib/ids'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import type { HeaderPair } from '@/lib/security/safe-response'
import type { InboxSignature } from '@/lib/contracts/inbox'
import { checkSignature } from './check-signature'
import { hideInQuery, hideSecrets, type Sender } from './hide-secrets'
import { storeRequest } from './store-request'

/** A request as it came in. */
export interface Received {
  token: string
  method: string
  /** With its question mark, or empty. */
  query: string
  headers: HeaderPair[]
  body: Buffer
  /** There was more of the body. */
  truncated: boolean
  address: string | null
}

/** What the sender is answered; `unknown`: there is no such inbox. */
export type Receipt =
  | { outcome: 'unknown' }
  | { outcome: 'stored'; id: string; status: number; delayMs: number; retryAfterSeconds: number | null }

interface FoundRow {
  workspace_id: string
  status: number
  delay_seconds: number
  retry_after_seconds: number | null
  applies: boolean
  delivery_id: string | null
  integration_id: string | null
}

// Counts down what the inbox was told to answer only so many times. Which of the workspace's deliveries the request says
// it is: an id of another workspace is as good as none.
const FIND = `
  WITH used AS (UPDATE inbox SET answers_left = answers_left - 1 WHERE token = $1 AND answers_left > 0 RETURNING 1)
  SELECT b.workspace_id, b.status, b.delay_seconds, b.retry_after_seconds, d.id AS delivery_id, d.integration_id,
    b.answers_left IS NULL OR EXISTS (SELECT 1 FROM used) AS applies
  FROM inbox b LEFT JOIN delivery d ON d.id = $2 AND d.workspace_id = b.workspace_id WHERE b.token = $1`

const UNSAVED = 'Sent as a test before the integration was saved: its signing secret is made when you finish'
const STRANGER = 'Not from an integration of this workspace'
const GONE = 'The integration was deleted'
const unchecked = (reason: string): InboxSignature => ({ state: 'unchecked', scheme: null, reason })

const senderOf = (found: FoundRow, target: Target | undefined): Sender => {
  if (target) return { kind: 'integration', signing: target.signing, redact: target.redact, secretHeaders: target.headers.filter(({ secret }) => secret).map(({ name }) => name) }
  // Of a deleted integration nothing is known any more either.
  return { kind: found.delivery_id === null ? 'stranger' : 'unsaved' }
}

const signatureOf = (received: Received, found: FoundRow, target: Target | undefined, now: number): InboxSignature => {
  if (found.delivery_id === null) return unchecked(STRANGER)
  if (!target) return unchecked(found.integration_id === null ? UNSAVED : GONE)
  return checkSignature(received, target, Math.floor(now / 1000))
}

/** Keeps what arrived, without secrets, and says how to answer. Who sends learns nothing but the answer. `now` in ms. */
export async function receiveRequest(received: Received, now: number): Promise<Receipt> {
  const { token, method, headers, body, truncated, address } = received
  const claimed = headers.find(([name]) => name.toLowerCase() === 'webhook-id')?.[1] ?? ''
  const { rows: [found] } = await pool().query<FoundRow>(FIND, [token, isId('dlv', claimed) ? claimed : ''])
  if (!found) return { outcome: 'unknown' }
  const targets = found.integration_id === null ? null : await loadTargetsById(pool(), [found.integration_id])
  const target = targets?.get(found.integration_id ?? '')
  const sender = senderOf(found, target)
  const answer = found.applies ? found : { status: 200, delay_seconds: 0, retry_after_seconds: null }
  const status = truncated ? 413 : answer.status
  const id = await storeRequest({
    workspaceId: found.workspace_id, method, body, truncated, address, status, deliveryId: found.delivery_id,
    query: hideInQuery(received.query, sender), headers: hideSecrets(headers, sender), signature: signatureOf(received, found, target, now),
  }, now)
  return { outcome: 'stored', id, status, delayMs: answer.delay_seconds * 1000, retryAfterSeconds: answer.retry_after_seconds }
}
