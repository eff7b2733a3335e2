import type { RuleEvent } from '@/lib/contracts/scorecard'
import type { Fired } from './score-check'

/** The `trigger` object in the body of a rule's web request: its kind and what fired. */
export function describeFired(event: RuleEvent, fired: Fired): Record<string, unknown> {
  const factor = 'factor' in event ? { factor: event.factor } : {}
  const threshold = 'threshold' in event ? { threshold: event.threshold } : {}
  switch (fired.kind) {
    case 'score':
    case 'grade':
    case 'changed':
      return { type: event.kind, ...factor, from: fired.from, to: fired.to, ...threshold }
    case 'issues':
      return { type: event.kind, selected: 'by_severity', ...('severity' in event && { severity: event.severity }), issues: withoutSeverity(fired.issues) }
    case 'breach':
      return { ...fired.breach, type: event.kind }
  }
}

// As SecurityScorecard sends it: the severity stands once, above.
const withoutSeverity = (issues: (Fired & { kind: 'issues' })['issues']) =>
  Object.fromEntries(Object.entries(issues).map(([type, { severity: _, ...counts }]) => [type, counts]))
