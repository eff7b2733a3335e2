import type { TestResult } from '@/lib/contracts/delivery'

type SentRequest = NonNullable<TestResult['request']>

/** What was sent as a command. Secret values arrive here already masked by the server. */
export function buildCurl({ method, url, headers, body }: SentRequest): string {
  const headerLines = Object.entries(headers)
    .filter(([name]) => !['host', 'content-length'].includes(name.toLowerCase()))
    .map(([name, value]) => `  -H ${quote(`${name}: ${value}`)}`)
  return [`curl -X ${method} ${quote(url)}`, ...headerLines, `  --data-binary ${quote(body)}`].join(' \\\n')
}

/** For a POSIX shell: in single quotes nothing has a meaning but the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
