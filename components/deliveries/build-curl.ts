import type { AttemptView } from '@/lib/contracts/delivery'

type SentRequest = AttemptView['request']

// Second net: the API replaces credentials already. curl writes the others itself.
const SECRET = /^(authorization|proxy-authorization|cookie|x-api-key|api-key|x-auth-token)$/i
const LEFT_OUT = /^(host|content-length|connection|transfer-encoding|accept-encoding)$/i
const PLACEHOLDER = '[secret]'

/** A command that sends the same body to the same place. Credentials are placeholders to be filled in by hand. */
export function buildCurl({ method, url, headers, body }: SentRequest): string {
  const headerLines = Object.entries(headers)
    .filter(([name]) => !LEFT_OUT.test(name))
    .map(([name, value]) => `-H ${quote(`${name}: ${SECRET.test(name) ? hideCredential(value) : value}`)}`)
  const lines = [`curl -X ${method} ${quote(url)}`, ...headerLines, `--data-raw ${quote(body)}`]
  return lines.join(' \\\n  ')
}

function hideCredential(value: string): string {
  const scheme = /^(?:Basic|Bearer) /i.exec(value)?.[0] ?? ''
  return `${scheme}${PLACEHOLDER}`
}

/** One POSIX shell word, whatever it holds. */
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
