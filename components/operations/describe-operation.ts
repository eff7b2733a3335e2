import type { OperationView } from '@/lib/contracts/operation'

type Facts = Pick<OperationView, 'kind' | 'status' | 'total' | 'sent' | 'failed' | 'error'>

const number = new Intl.NumberFormat('en')
const nouns: Record<OperationView['kind'], readonly [string, string]> = {
  bulk_resend: ['delivery', 'deliveries'], replay_skipped: ['skipped event', 'skipped events'],
}

/** `1 delivery`, `1,234 skipped events`. */
export const countOf = (kind: OperationView['kind'], count: number): string => `${number.format(count)} ${nouns[kind][count === 1 ? 0 : 1]}`

const titles: Record<OperationView['kind'], Record<OperationView['status'], string>> = {
  bulk_resend: { running: 'Resending deliveries', done: 'Resend finished', cancelled: 'Resend stopped' },
  replay_skipped: { running: 'Replaying skipped events', done: 'Replay finished', cancelled: 'Replay stopped' },
}

export const titleOf = ({ kind, status }: Facts): string => titles[kind][status]

const failures = ({ failed, error }: Facts): string =>
  failed === 0 ? '' : ` ${number.format(failed)} could not be sent: ${error ?? 'no reason is known'}.`

/** What came of it so far, in a sentence or two. */
export function describeOperation(operation: Facts): string {
  const { kind, status, total, sent, failed, error } = operation
  if (status === 'running') return `${number.format(sent)} of ${countOf(kind, total)} handed over.${failures(operation)}`
  if (status === 'cancelled') {
    const why = failed === 0 && error !== null ? ` ${error}.` : failures(operation)
    return `${number.format(sent)} of ${countOf(kind, total)} were handed over and are sent.${why}`
  }
  if (sent + failed === 0) return 'There was nothing to send.'
  const on = sent === 0 ? '' : `${countOf(kind, sent)} ${sent === 1 ? 'was' : 'were'} handed over: what became of ${sent === 1 ? 'it' : 'them'} is in Deliveries.`
  return `${on}${failures(operation)}`.trim()
}

/** 0 to 100. */
export const percentOf = ({ total, sent, failed }: Facts): number =>
  total === 0 ? 100 : Math.min(100, Math.floor(((sent + failed) / total) * 100))
