import { draftHref } from '@/components/integrations/use-drafts'
import { draftProgress } from '@/components/integrations/integration-words'
import type { DraftView } from '@/lib/contracts/draft'
import type { IntegrationView } from '@/lib/contracts/integration'

export interface AttentionItem {
  id: string
  tone: 'bad' | 'warn' | 'off'
  title: string
  reason: string
  href: string
  action: string
}

const rank: Record<AttentionItem['tone'], number> = { bad: 0, warn: 1, off: 2 }

/** What a person should look at, worst first. What someone switched off on purpose is not among it. */
export function findAttention(integrations: readonly IntegrationView[], drafts: readonly DraftView[]): AttentionItem[] {
  const items = [...integrations.flatMap(ofIntegration), ...drafts.map(ofDraft)]
  return items.sort((left, right) => rank[left.tone] - rank[right.tone])
}

function ofIntegration({ id, name, health, disabledBy, counts24h }: IntegrationView): AttentionItem[] {
  const item = { id, href: `/integrations/${id}`, action: 'Look' }
  switch (health.state) {
    case 'disabled':
      return disabledBy === 'system'
        ? [{ ...item, tone: 'bad', title: `${name} was disabled by the system`, reason: health.reason ?? 'No reason was kept' }]
        : []
    case 'failing':
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
