import { MAX_BODY_BYTES } from '@/lib/contracts/event'
import { DomainError } from '@/lib/errors'
import { JsonError } from '@/lib/json/json-error'
import { isShallow, MAX_JSON_DEPTH, parseJson } from '@/lib/json/parse-json'

export const tooLarge = (limit: number): DomainError =>
  new DomainError('too_large', `The body is larger than ${limit} bytes`, {
    errors: [{ pointer: '', code: 'too_large', message: `At most ${limit} bytes are taken` }],
  })

/** What a request says that broke off: nobody reads it, but it is no failure of ours. */
export const cutOff = (): DomainError => new DomainError('not_parseable', 'The request ended before its body was complete')

/** Refuses a body that says in advance that it is too large. */
export function checkLength(contentLength: string | null | undefined, limit: number): void {
  if (Number(contentLength ?? 0) > limit) throw tooLarge(limit)
}

/** The bytes of a web standard's request; more than `limit` is 413, and 400 when they break off. */
export async function readWebBytes(request: Request, limit: number): Promise<Uint8Array> {
  checkLength(request.headers.get('content-length'), limit)
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of request.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
      size += chunk.byteLength
      if (size > limit) throw tooLarge(limit)
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof DomainError ? error : cutOff() // a reset connection must not look like one to the database
  }
  return Buffer.concat(chunks)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as text; 400 when they are not UTF-8. */
export function decodeBody(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new DomainError('not_parseable', 'The body is not valid UTF-8')
  }
}

/** The request's body as text. At most `limit` bytes (5 MB) are read; more is 413, bytes that are not UTF-8 are 400. */
export const readBody = async (request: Request, limit = MAX_BODY_BYTES): Promise<string> =>
  decodeBody(await readWebBytes(request, limit))

// JSON.parse quotes the text around the mistake, and a body may hold secrets.
const whereItBreaks = (text: string): string => {
  try {
    parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) return error.message
  }
  return 'it cannot be read'
}

/** Parses a JSON body; 400 with the parser's position when it is not JSON or nested deeper than 200 levels. */
export function parseBody(text: string): unknown {
  if (text.trim() === '') throw new DomainError('not_parseable', 'The body is empty; a JSON object is expected')
  // Deep nesting passes JSON.parse but overflows the stack of what walks it later.
  if (!isShallow(text, MAX_JSON_DEPTH)) throw new DomainError('not_parseable', `The body is nested deeper than ${MAX_JSON_DEPTH} levels`)
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError('not_parseable', `The body is not JSON: ${whereItBreaks(text)}`)
  }
}
