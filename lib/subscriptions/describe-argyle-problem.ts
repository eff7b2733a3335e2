import type { Problem } from '@/lib/contracts/problem'
import { subscriptionInput } from '@/lib/contracts/subscription'
import type { DescribeProblem } from '@/lib/http/handle'
import type { Answer } from '@/lib/http/incoming'
import { describeProblem } from '@/lib/http/problem-response'

const FIELDS = Object.keys(subscriptionInput.shape)
// A subscription is stored as an integration: what only that refuses is told by the field it came from.
const BEHIND: Record<string, string> = { destination: 'url', triggers: 'events', signing: 'secret' }

const fieldOf = (pointer: string): string => {
  const name = pointer.split('/')[1] ?? ''
  if (pointer.startsWith('?')) return pointer.slice(1)
  return FIELDS.includes(name) ? name : (BEHIND[name] ?? 'non_field_errors')
}

const byField = (errors: Problem['errors']): Record<string, string[]> => {
  const fields: Record<string, string[]> = {}
  for (const { pointer, message } of errors) (fields[fieldOf(pointer)] ??= []).push(message)
  return fields
}

const DETAILS: Partial<Record<number, string>> = { 404: 'Not found.' }

const asArgyle = (problem: Problem): { status: number; body: unknown } =>
  problem.status === 422 && problem.errors.length > 0
    ? { status: 400, body: byField(problem.errors) }
    : { status: problem.status, body: { detail: DETAILS[problem.status] ?? problem.detail } }

/** Failures as Argyle's v1 tells them: `{field: [messages]}` with 400, and `{"detail": …}` with every other status. */
export const describeArgyleProblem: DescribeProblem = (error, context): Answer => {
  const told = describeProblem(error, context)
  const { status, body } = asArgyle(JSON.parse(told.body ?? '{}') as Problem) // written by describeProblem
  return { status, headers: { ...told.headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
