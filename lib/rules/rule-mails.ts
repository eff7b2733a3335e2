import type { Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { env } from '@/lib/env'
import { queueMails, type NewMail } from '@/lib/mail/queue-mail'

/** A web request that has failed for good. */
export interface FailedRequest {
  executionId: string
  ruleId: string
  url: string // masked
  error: string
}

interface AboutRow {
  id: string
  workspace_id: string
  name: string
  to: string | null
}

// Its owner, else the workspace's: the one who is there longest.
const ABOUT = `
  SELECT r.id, r.workspace_id, r.name, coalesce(r.owner_email, (
    SELECT u.email FROM member m JOIN "user" u ON u.id = m.user_id
    WHERE m.workspace_id = r.workspace_id AND m.role = 'owner' ORDER BY m.created_at, m.id LIMIT 1)) AS to
  FROM rule r WHERE r.id = ANY($1)`

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

/** The mail as SecurityScorecard's users know it: subject and labels to the letter. */
export const failedRequestMail = ({ name, url, error, ruleUrl }: { name: string; url: string; error: string; ruleUrl: string }) => ({
  subject: '[Action Required] Failed Webhook Request',
  text: `Your webhook requests for the Rule ${name} failed because of a network or destination server issue. `
    + `The webhook request will be tried again the next time a rule is triggered.

Please choose one of the following options:
- Edit the rule to use another URL: ${ruleUrl}
- Check that the service is running and that its credentials are right

Details:
Failed Rule: ${name}
Webhook URL: ${url}
HTTP error: ${error}
`,
})

/**
 * Queues a mail to the owner of each rule whose web request has failed for good, once for an execution, in the caller's
 * transaction. A workspace without people gets none.
 */
export async function queueRuleMails(tx: Queryable, dispatch: Dispatch, failed: readonly FailedRequest[]): Promise<void> {
  if (failed.length === 0) return
  const { rows } = await tx.query<AboutRow>(ABOUT, [[...new Set(failed.map(({ ruleId }) => ruleId))]])
  const mails = failed.flatMap(({ executionId, ruleId, url, error }): NewMail[] => {
    const row = rows.find(({ id }) => id === ruleId)
    if (!row || row.to === null) return []
    const ruleUrl = `${env().APP_URL}/rules/${ruleId}`
    return [{
      workspaceId: row.workspace_id, kind: 'rule_failed', to: row.to, once: `rule_failed ${executionId}`,
      ...failedRequestMail({ name: oneLine(row.name), url, error: oneLine(error), ruleUrl }),
    }]
  })
  await queueMails(tx, dispatch, mails)
}
