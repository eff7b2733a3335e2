import { cn } from '@/components/ui/cn'
import type { IntegrationView } from '@/lib/contracts/integration'
import { healthLooks } from './integration-words'

const colors = { off: 'text-off', ok: 'text-ok', wait: 'text-wait', warn: 'text-warn', bad: 'text-bad', accent: 'text-accent' } as const

/** Health as icon, word and colour, with its reason beneath. */
export function HealthBadge({ integration, reason = true }: { integration: IntegrationView; reason?: boolean }) {
  const { health, lastDeliveryAt } = integration
  const { word, tone, icon: Icon } = healthLooks[health.state]
  return (
    <span className="block min-w-0">
      <span className={cn('inline-flex items-center gap-1.5 font-medium', colors[tone])}>
        <Icon aria-hidden className="size-4" />{word}
      </span>
      {reason && <span className="line-clamp-2 block text-ink-faint" title={health.reason ?? undefined}>{healthReason(health, lastDeliveryAt)}</span>}
    </span>
  )
}

/** Why it is as it is; a switch that a person turned needs no other reason. */
export function healthReason(health: IntegrationView['health'], lastDeliveryAt: string | null): string {
  if (health.reason) return health.reason
  if (health.state === 'disabled') return 'Switched off'
  return lastDeliveryAt === null ? 'Nothing sent yet' : 'No recent failures'
}
