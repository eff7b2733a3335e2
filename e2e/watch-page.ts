import type { BrowserContext, ConsoleMessage } from '@playwright/test'

const VIOLATION = 'Content security policy violated:'

/**
 * Notes what no page may do: requests to another origin, CSP violations, console errors and exceptions. `expected` are
 * the statuses of answers that a test provokes; Chromium logs each of them as an error.
 */
export async function watchPages(context: BrowserContext, origin: string, expected: () => readonly number[]): Promise<string[]> {
  const faults: string[] = []
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && url.origin !== origin) faults.push(`request to another origin: ${url.href}`)
  })
  context.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message, expected())) faults.push(`console error on ${message.location().url}: ${message.text()}`)
  })
  context.on('weberror', (fault) => {
    const { name, message, stack } = fault.error()
    faults.push(`exception on ${fault.page()?.url()}: ${name} ${message} ${stack ?? ''}`)
  })
  await context.addInitScript((said) => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(said, event.violatedDirective, event.blockedURI, event.sourceFile)
    })
  }, VIOLATION)
  return faults
}

function isExpected(message: ConsoleMessage, statuses: readonly number[]): boolean {
  const status = /^Failed to load resource: the server responded with a status of (\d+)/.exec(message.text())?.[1]
  return status !== undefined && statuses.includes(Number(status))
}
