import { BlockedAddressError, NameLookupError } from '@/lib/security/guard-lookup'
import type { ConnectPhase } from '@/lib/security/open-socket'
import type { SafeErrorCode } from '@/lib/security/safe-response'

export type NetworkError = { code: SafeErrorCode; message: string }

const TLS_REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate chain ends in a self-signed certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate chain is incomplete',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate chain is incomplete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is not from a known authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name',
  CERT_REVOKED: 'the certificate was revoked',
}

const CONNECT_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at this address and port',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the host does not answer',
  ECONNRESET: 'the receiver reset the connection',
}

const RESET_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'EHOSTUNREACH'])

/** Names what went wrong before an answer was complete. Messages hold host names and codes, never request data. */
export function classifyNetworkError(error: Error, phase: ConnectPhase): NetworkError {
  if (error instanceof BlockedAddressError) return { code: 'blocked_address', message: error.message }
  if (error instanceof NameLookupError) return { code: 'dns', message: describeLookup(error) }
  const code = codeOf(error)
  if (phase === 'dns') return { code: 'dns', message: `The name could not be resolved (${code})` }
  if (phase === 'connect') return { code: 'connect', message: `Could not connect: ${withCode(CONNECT_REASONS, code)}` }
  if (phase === 'tls') return { code: 'tls', message: `No secure connection: ${withCode(TLS_REASONS, code)}` }
  return classifyExchangeError(error, code)
}

function classifyExchangeError(error: Error, code: string): NetworkError {
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return { code: 'protocol', message: 'The answer has too large headers' }
  if (code === 'UND_ERR_INVALID_ARG') return { code: 'protocol', message: `The request is invalid: ${error.message}` }
  // undici reports both under one code; these are its words for an answer out of place.
  const isOutOfPlace = code === 'UND_ERR_SOCKET' && error.message.startsWith('bad ')
  if (RESET_CODES.has(code) || (code === 'UND_ERR_SOCKET' && !isOutOfPlace)) {
    return { code: 'reset', message: `The receiver closed the connection before it had answered (${code})` }
  }
  return { code: 'protocol', message: `The answer is not valid HTTP/1.1 (${code})` }
}

function describeLookup({ message, reason }: NameLookupError): string {
  if (reason === 'ENOTFOUND' || reason === 'ENODATA') return `${message}: there is no such name (${reason})`
  return reason === 'EMPTY' ? `${message}: it has no address` : `${message} right now (${reason})`
}

function withCode(reasons: Readonly<Record<string, string>>, code: string): string {
  const reason = reasons[code]
  return reason ? `${reason} (${code})` : code
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
