import { MAX_BODY_BYTES } from '@/lib/contracts/event'
import { DomainError } from '@/lib/errors'

const MAX_DEPTH = 200

const tooLarge = (limit: number) =>
  new DomainError('too_large', `The body is larger than ${limit} bytes`, {
    errors: [{ pointer: '', code: 'too_large', message: `At most ${limit} bytes are taken` }],
  })

/** The request's body as text. At most `limit` bytes (5 MB) are read; more is 413, bytes that are not UTF-8 are 400. */
export async function readBody(request: Request, limit = MAX_BODY_BYTES): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new DomainError('not_parseable', 'The body is not valid UTF-8')
  }
}

// Deep nesting passes JSON.parse but overflows the stack of what walks it later.
const isTooDeep = (text: string): boolean => {
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (inString) {
      if (char === 0x5c) i++
      else if (char === 0x22) inString = false
    } else if (char === 0x22) inString = true
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > MAX_DEPTH) return true
    } else if (char === 0x7d || char === 0x5d) depth--
  }
  return false
}

/** Parses a JSON body; 400 with the parser's position when it is not JSON or nested deeper than 200 levels. */
export function parseBody(text: string): unknown {
  if (text.trim() === '') throw new DomainError('not_parseable', 'The body is empty; a JSON object is expected')
  if (isTooDeep(text)) throw new DomainError('not_parseable', `The body is nested deeper than ${MAX_DEPTH} levels`)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new DomainError('not_parseable', `The body is not JSON: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}
