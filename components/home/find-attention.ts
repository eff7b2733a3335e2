import { formatDate } from '@/components/ui/format-date'
import { draftHref } from '@/components/integrations/use-drafts'
import { draftProgress } from '@/components/integrations/integration-words'
import type { DraftView } from '@/lib/contracts/draft'
import type { IntegrationView } from '@/lib/contracts/integration'
import type { MailView } from '@/lib/contracts/mail'

export interface AttentionItem {
  id: string
  tone: 'bad' | 'warn' | 'off'
  title: string
  reason: string
  href: string
  action: string
}

const rank: Record<AttentionItem['tone'], number> = { bad: 0, warn: 1, off: 2 }

const MAILS_OF_MS = 7 * 24 * 3600 * 1000
const MAIL_PATIENCE_MS = 10 * 60_000

interface Found {
  integrations: readonly IntegrationView[]
  drafts?: readonly DraftView[]
  /** The latest ones, newest first; none for who may not see them. */
  mails?: readonly MailView[]
}

/** What a person should look at, worst first. What someone switched off on purpose is not among it. */
export function findAttention({ integrations, drafts = [], mails = [] }: Found, now: number): AttentionItem[] {
  const items = [...integrations.flatMap(ofIntegration), ...ofMails(mails, now), ...drafts.map(ofDraft)]
  return items.sort((left, right) => rank[left.tone] - rank[right.tone])
}

function ofIntegration({ id, name, health, disabledBy, disablesAt, counts24h }: IntegrationView): AttentionItem[] {
  const item = { id, href: `/integrations/${id}`, action: 'View' }
  switch (health.state) {
    case 'disabled':
      return disabledBy === 'system'
        ? [{ ...item, tone: 'bad', title: `${name} was disabled by the system`, reason: health.reason ?? 'No reason was kept' }]
        : []
    case 'failing':
      if (disablesAt !== null) {
        const when = formatDate(new Date(disablesAt), "EEEE d MMM 'at' HH:mm")
        return [{ ...item, tone: 'bad', title: `${name} will be switched off on ${when}`, reason: `${health.reason ?? 'Its attempts fail'}. One success keeps it on.` }]
      }
      return [{ ...item, tone: 'bad', title: `${name} is failing`, reason: health.reason ?? 'Its last attempts failed' }]
    case 'degraded':
      return [{ ...item, tone: 'warn', title: `${name} is degraded`, reason: health.reason ?? 'Some attempts fail' }]
    case 'healthy':
      if (counts24h.failed === 0) return []
      return [{
        ...item,
        tone: 'warn',
        title: `${name}: ${counts24h.failed} ${counts24h.failed === 1 ? 'delivery' : 'deliveries'} failed in the last 24 hours`,
        reason: 'It works again; what failed can be resent.',
        href: `/deliveries?status=failed&integrationId=${id}&range=24h`,
      }]
  }
}

// Old ones are no news: that there is no mail server is known by then.
function ofMails(mails: readonly MailView[], now: number): AttentionItem[] {
  const recent = mails.filter(({ createdAt }) => now - Date.parse(createdAt) < MAILS_OF_MS)
  const ofStatus = (...statuses: MailView['status'][]) => recent.filter(({ status }) => statuses.includes(status))
  const late = ofStatus('queued').filter(({ createdAt }) => now - Date.parse(createdAt) > MAIL_PATIENCE_MS)
  const [kept, failed] = [ofStatus('kept'), ofStatus('failed')]
  const item = { tone: 'warn', href: '/settings/mail', action: 'Read' } as const
  const told = (count: number, what: string) => `${count} ${count === 1 ? 'mail' : 'mails'} ${what}`
  return [
    ...(failed.length > 0 ? [{ ...item, id: 'mails-failed', title: told(failed.length, 'could not be sent'), reason: failed[0]?.error ?? 'The mail server refused' }] : []),
    ...(late.length > 0 ? [{ ...item, id: 'mails-late', title: told(late.length, 'waiting to be sent'), reason: late[0]?.error ?? 'The mail server does not take them' }] : []),
    ...(kept.length > 0 ? [{ ...item, id: 'mails-kept', title: told(kept.length, 'to read here'), reason: 'No mail server is set, so nobody got them. The operator sets SMTP_URL.' }] : []),
  ]
}

function ofDraft(draft: DraftView): AttentionItem {
  return {
    id: draft.id,
    tone: 'off',
    title: draft.name?.trim() || 'Untitled integration',
    reason: draftProgress(draft.step),
    href: draftHref(draft),
    action: 'Continue',
  }
}
