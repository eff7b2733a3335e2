import type { InboxAnswer } from '@/lib/contracts/inbox'

type Behaviour = Omit<InboxAnswer, 'times'>

interface AnswerChoice {
  key: string
  label: string
  /** What one can watch with it. */
  hint: string
  behaviour: Behaviour
}

const plain = (status: number): Behaviour => ({ status, delaySeconds: 0, retryAfterSeconds: null })

export const answerChoices: readonly AnswerChoice[] = [
  { key: 'ok', label: '200 OK', hint: 'Deliveries succeed.', behaviour: plain(200) },
  { key: 'error', label: '500 Server error', hint: 'Deliveries fail and are retried: with the standard policy after 5 s, 5 min, 30 min and so on.', behaviour: plain(500) },
  { key: 'busy', label: '429 with Retry-After: 30 s', hint: 'Deliveries wait at least 30 s before they are tried again.', behaviour: { status: 429, delaySeconds: 0, retryAfterSeconds: 30 } },
  { key: 'slow', label: '200 OK, but after 20 s', hint: 'Longer than the 15 s of the standard policy: deliveries fail with a timeout and are retried.', behaviour: { status: 200, delaySeconds: 20, retryAfterSeconds: null } },
  { key: 'unauthorized', label: '401 Unauthorized', hint: 'Deliveries fail as if the password were wrong.', behaviour: plain(401) },
  { key: 'gone', label: '410 Gone', hint: 'The integration is switched off at once, because its receiver says that it is gone for good.', behaviour: plain(410) },
]

export const timesChoices = [
  { value: '', label: 'every request' },
  { value: '1', label: 'the next request' },
  { value: '2', label: 'the next 2 requests' },
  { value: '3', label: 'the next 3 requests' },
  { value: '10', label: 'the next 10 requests' },
] as const

const isSame = (one: Behaviour, other: Behaviour): boolean =>
  one.status === other.status && one.delaySeconds === other.delaySeconds && one.retryAfterSeconds === other.retryAfterSeconds

/** The choice that an answer is; one that was set by the API may be none of ours. */
export const findChoice = (answer: InboxAnswer): AnswerChoice =>
  answerChoices.find(({ behaviour }) => isSame(behaviour, answer)) ?? {
    key: 'other',
    label: [
      String(answer.status), answer.delaySeconds > 0 && `after ${answer.delaySeconds} s`, answer.retryAfterSeconds !== null && `Retry-After: ${answer.retryAfterSeconds} s`,
    ].filter(Boolean).join(', '),
    hint: 'Set by the API.',
    behaviour: answer,
  }

/** Choices of how often, with one for what is left of another number. */
export function timesOptions(times: number | null): Array<{ value: string; label: string }> {
  const value = times === null ? '' : String(times)
  const known = timesChoices.some((choice) => choice.value === value)
  return [...timesChoices, ...(known ? [] : [{ value, label: `the next ${value} requests` }])]
}
