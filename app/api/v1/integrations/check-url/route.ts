import * as z from 'zod'
import { handle, ok } from '@/lib/http/handle'
import { checkUrl } from '@/lib/security/check-url'
import { destinationPolicy } from '@/lib/security/outgoing'

const body = z.object({ url: z.string() })

const audit = { none: 'Only tells whether an address would be taken' }

export const POST = handle({ scope: 'integrations:write', body, free: ['url'], audit }, async ({ body: { url } }) => {
  const checked = checkUrl(url, destinationPolicy())
  return ok(checked.ok ? { ok: true, code: null, message: null } : { ok: false, code: checked.code, message: checked.message })
})
