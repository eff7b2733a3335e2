import type { Tone } from '@/components/ui/badge'
import type { ObservationView, ScorecardKind, ScorecardView } from '@/lib/contracts/scorecard'

export const kindWords: Record<ScorecardKind, string> = { mine: 'Mine', vendor: 'Vendor', domain: 'Domain or IP' }

export const kindOptions = Object.entries(kindWords).map(([value, label]) => ({ value, label }))

export const gradeTones: Record<NonNullable<ScorecardView['grade']>, Tone> = { A: 'ok', B: 'ok', C: 'wait', D: 'warn', F: 'bad' }

export const outcomeWords: Record<ObservationView['outcome'], string> = {
  pending: 'Waiting to be evaluated',
  baseline: 'First score',
  evaluated: 'Evaluated',
  imported: 'Imported, not evaluated',
  late: 'Came after a newer one, not evaluated',
  set_aside: 'Could not be evaluated: the operator’s log says why',
}

/** "network_security" → "Network security". */
export const wordFactor = (name: string): string => {
  const words = name.replace(/_/g, ' ').replace(/\bdns\b/, 'DNS').replace(/\bip\b/, 'IP')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** "+12", "−9", "±0". */
export const wordChange = (change: number): string => (change > 0 ? `+${change}` : change < 0 ? `−${Math.abs(change)}` : '±0')
