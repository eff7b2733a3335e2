import type { IntegrationView } from '@/lib/contracts/integration'

/** The last 24 hours in a few words: `120 delivered, 3 failed`. */
export function CountsText({ counts }: { counts: IntegrationView['counts24h'] }) {
  const waiting = counts.pending + counts.sending + counts.retrying
  const parts = [
    counts.succeeded > 0 && <span key="ok" className="text-ink-soft">{counts.succeeded} delivered</span>,
    counts.failed > 0 && <span key="bad" className="text-bad">{counts.failed} failed</span>,
    waiting > 0 && <span key="wait" className="text-wait">{waiting} waiting</span>,
  ].filter(Boolean)
  if (parts.length === 0) return <span className="text-ink-faint">none in 24 h</span>
  return <span className="flex flex-wrap gap-x-2 lg:block lg:[&>*]:block" title="In the last 24 hours">{parts}</span>
}
