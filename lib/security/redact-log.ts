import { maskUrl } from './mask-url'

const URLS = /\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>\\`]+/gi
// How a header spells credentials, and the prefixes of what we make ourselves.
const CREDENTIALS = /\b(bearer|basic) +[\w.~+/=-]{6,}/gi
const OWN = /\b(whsec_|hw_|signkey-\w+-)[\w+/=-]{8,}/g

const maskFound = (url: string): string => {
  const masked = maskUrl(url)
  return masked === '***' ? url.replace(/\/\/[^/]*@/, '//***@') : masked
}

/**
 * A log line without what nobody may read there, whoever wrote it: user info, telling parameters and token-like parts of
 * URLs, credentials of headers, our own keys and secrets. The last net: nothing secret is meant to be logged.
 */
export const redactLog = (line: string): string =>
  line.replace(URLS, maskFound).replace(CREDENTIALS, '$1 ***').replace(OWN, '$1***')
