import type { IntegrationView } from '@/lib/contracts/integration'

type Signing = IntegrationView['signing']

/** How a body is signed with one HMAC over its bytes. */
interface RawHmac {
  header: string
  algorithm: 'sha256' | 'sha512'
  encoding: 'hex' | 'base64'
}

function toRawHmac({ scheme, header = 'X-Signature', algorithm = 'sha256', encoding = 'hex' }: Signing): RawHmac {
  if (scheme === 'guard') return { header: 'X-Guard-Signature', algorithm: 'sha256', encoding: 'hex' }
  if (scheme === 'argyle') return { header: 'X-Argyle-Signature', algorithm: 'sha512', encoding: 'hex' }
  return { header, algorithm, encoding }
}

// What differs from the functions' defaults must be said.
function options<T>({ algorithm, encoding }: RawHmac, toAlgorithm: (algorithm: string) => T, base64: T): T[] {
  if (encoding === 'base64') return [toAlgorithm(algorithm), base64]
  return algorithm === 'sha256' ? [] : [toAlgorithm(algorithm)]
}

const CALLS: Readonly<Record<string, (hmac: RawHmac) => string>> = {
  js: (hmac) => `isSigned(${['body', `headers['${hmac.header.toLowerCase()}']`, 'secret', ...options(hmac, (name) => `'${name}'`, `'base64'`)].join(', ')})`,
  python: (hmac) => `is_signed(${['body', `headers["${hmac.header}"]`, 'secret', ...options(hmac, (name) => `hashlib.${name}`, '"base64"')].join(', ')})`,
  go: ({ header, algorithm, encoding }) => `IsSigned(body, headers.Get("${header}"), secret, "${algorithm}", "${encoding}")`,
  ruby: (hmac) => `signed?(${['body', `headers["${hmac.header}"]`, 'secret', ...options(hmac, (name) => `"${name.toUpperCase()}"`, ':base64')].join(', ')})`,
  php: (hmac) => `isSigned(${['$body', `$_SERVER['HTTP_${hmac.header.toUpperCase().replaceAll('-', '_')}']`, '$secret', ...options(hmac, (name) => `'${name}'`, `'base64'`)].join(', ')})`,
  java: ({ header, algorithm, encoding }) => `isSigned(body, headers.get("${header}"), secret, "Hmac${algorithm.toUpperCase()}", ${encoding === 'hex'})`,
}

const EXAMPLES = /^( *(?:\/\/|#) )(?:Guard|Argyle|own header): .*\n(?: *(?:\/\/|#) (?:Argyle|own header): .*\n)*/m

/** How the function of the guide is called for that integration. Pure. */
export function verificationCall(language: string, signing: Signing): string {
  return CALLS[language]?.(toRawHmac(signing)) ?? ''
}

/** The guide's code, with the call for that integration in place of those for every scheme. Pure. */
export function toOwnCode(code: string, language: string, signing: Signing): string {
  return code.replace(EXAMPLES, (_, comment: string) => `${comment}${verificationCall(language, signing)}\n`)
}
