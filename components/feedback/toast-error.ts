import { toast } from '@/components/ui/toast'
import { ApiError } from '@/lib/api-client/api-error'

/** For actions without a form: what was tried, and why it did not work. */
export function toastError(what: string, error: unknown) {
  if (error instanceof ApiError && error.status === 401) return // the sign-in page is on its way
  const first = error instanceof ApiError ? error.errors[0]?.message : undefined
  const reason = error instanceof Error ? error.message : undefined
  toast.error(what, { description: first ?? reason })
}
