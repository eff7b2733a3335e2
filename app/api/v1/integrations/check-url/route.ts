import { urlInput, type UrlCheckView } from '@/lib/contracts/integration'
import { handle, ok } from '@/lib/http/handle'
import { checkUrl } from '@/lib/security/check-url'
import { destinationPolicy } from '@/lib/security/outgoing'

const audit = { none: 'Only tells whether an address would be taken' }

export const POST = handle({ scope: 'integrations:write', body: urlInput, free: ['url'], audit }, async ({ body: { url } }) => {
  const checked = checkUrl(url, destinationPolicy())
  const view: UrlCheckView = checked.ok ? { ok: true, code: null, message: null } : { ok: false, code: checked.code, message: checked.message }
  return ok(view)
})
