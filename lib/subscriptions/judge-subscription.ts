import type { FieldError } from '@/lib/contracts/problem'
import { subscriptionInput, type SubscriptionInput } from '@/lib/contracts/subscription'
import { invalid } from '@/lib/errors'
import { toPointer } from '@/lib/http/validate'
import { checkUrl } from '@/lib/security/check-url'
import { destinationPolicy } from '@/lib/security/outgoing'

const urlErrors = (value: unknown): FieldError[] => {
  const url: unknown = typeof value === 'object' && value !== null && 'url' in value ? value.url : undefined
  if (!subscriptionInput.shape.url.safeParse(url).success) return []
  const checked = checkUrl(String(url).trim(), destinationPolicy())
  return checked.ok ? [] : [{ pointer: '/url', code: checked.code, message: `${checked.message}.` }]
}

/** The subscription that a body asks for; throws with all bad fields at once, the address judged like any destination. */
export function judgeSubscription(body: unknown): SubscriptionInput {
  const parsed = subscriptionInput.safeParse(body, { reportInput: true })
  const issues = parsed.success ? [] : parsed.error.issues
  const errors = issues.map((issue): FieldError => ({ pointer: toPointer(issue.path), code: issue.code, message: messageOf(issue) }))
  errors.push(...urlErrors(body))
  if (parsed.success && errors.length === 0) return parsed.data
  throw invalid(errors)
}

function messageOf(issue: { code: string; message: string; input?: unknown; path: readonly PropertyKey[] }): string {
  if (issue.code !== 'invalid_type') return issue.message
  if (issue.path.length === 0) return 'Invalid data. Expected a dictionary.'
  if (issue.input === undefined) return 'This field is required.'
  return issue.input === null ? 'This field may not be null.' : 'Not a valid value.'
}
