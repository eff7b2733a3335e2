import type * as z from 'zod'
import type { Scope } from '@/lib/contracts/api-key'
import type { AuditAction } from '@/lib/contracts/audit'
import { MAX_BODY_BYTES } from '@/lib/contracts/event'
import { pool } from '@/lib/db'
import { DomainError, notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { stringifyJson } from '@/lib/json/stringify-json'
import { authenticate, type Caller } from './authenticate'
import { CallLimits, type RouteLimit } from './limit-caller'
import { logAnswer } from './log-answer'
import { claimKey, recorder, releaseKey, type RecordAnswer } from './idempotency'
import { fromWebRequest, toWebResponse, type Answer, type Incoming } from './incoming'
import { describeProblem } from './problem-response'
import { decodeBody, parseBody, readWebBytes } from './read-body'
import { validate, validateQuery } from './validate'

/** What a handler answers. `stored` is what an Idempotency-Key keeps, where `body` holds a secret. */
export interface Reply {
  status: number
  body?: unknown
  stored?: unknown
  headers?: Record<string, string>
  /** A test that was refused before it left: it is none of the sends of the caller's limit. */
  nothingLeft?: boolean
}

export const ok = (body: unknown, headers?: Record<string, string>): Reply => ({ status: 200, body, ...(headers && { headers }) })
/** What was read or written, with its ETag; `show` makes of it what the caller may see. */
export const tagged = <V>({ view, etag }: { view: V; etag: string }, show: (view: V) => unknown = (whole) => whole): Reply => ok(show(view), { etag })
export const created = (body: unknown, stored?: unknown): Reply => ({ status: 201, body, stored })
export const accepted = (body: unknown): Reply => ({ status: 202, body })
export const noContent = (): Reply => ({ status: 204 })

/** How what was thrown is told. */
export type DescribeProblem = (error: unknown, context: { requestId: string; path: string }) => Answer

/** What a route says of itself. Handlers carry it, for the tests over all routes and for documents about them. */
export interface RouteSpec<B extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType> {
  scope: Scope
  body?: B
  /** What the body must be, where the handler judges it itself. */
  contract?: z.ZodType
  query?: Q
  /** An absent body counts as `{}`. */
  bodyOptional?: boolean
  /** Fields that may hold any characters because they are kept as JSON text. */
  free?: readonly string[]
  /** Where another vendor's shape is copied, its errors are too; problem+json otherwise. */
  problems?: DescribeProblem
  /** Of an unsafe method: what its domain call writes into the audit log, or why that is nothing. A test asks for it. */
  audit?: AuditAction | readonly AuditAction[] | { none: string }
  limit?: RouteLimit
}

export interface Input<P, B, Q> {
  caller: Caller
  params: P
  body: B
  query: Q
  rawBody: string
  /** `?draft=`: the wizard's draft, which keeps the secrets that the body only notes as set. */
  draftId: string | null
  ifMatch: string | null
  request: Incoming
  requestId: string
  /** Set while an Idempotency-Key is in force: to be called in the effect's transaction. */
  recordAnswer: RecordAnswer | undefined
}

type Context<P> = { params: Promise<P> }
type Route<P> = ((request: Request, context: Context<P>) => Promise<Response>) & { spec: RouteSpec }
/** Answers a request that may have come through any server. */
export type Answering<P> = ((request: Incoming, params: P) => Promise<Answer>) & { spec: RouteSpec }

const toAnswer = ({ status, body, headers }: Reply, requestId: string): Answer => {
  const known = { 'cache-control': 'no-store', 'x-request-id': requestId, ...headers }
  if (body === undefined) return { status, headers: known, body: null }
  if (typeof body === 'string') return { status, headers: known, body }
  return { status, headers: { ...known, 'content-type': 'application/json' }, body: stringifyJson(body) }
}

const withHeaders = (answer: Answer, headers: Record<string, string>): Answer =>
  ({ ...answer, headers: { ...answer.headers, ...headers } })

const replayed = (answer: { status: number; body: string }): Reply => ({
  status: answer.status,
  ...(answer.body !== '' && { body: answer.body }),
  headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' },
})

// Runs under the Idempotency-Key when there is one. A handler that did not record its answer itself has an effect that
// may be repeated: then the answer is recorded afterwards.
const runOnce = async (
  request: Incoming, caller: Caller, rawBody: string, run: (record?: RecordAnswer) => Promise<Reply>,
): Promise<Reply> => {
  const key = request.method === 'POST' ? request.headers.get('idempotency-key') : null
  if (key === null) return run()
  const { workspaceId } = caller
  const query = request.query.toString()
  const claimed = await claimKey({
    workspaceId, key, method: request.method, path: query === '' ? request.path : `${request.path}?${query}`,
    by: caller.kind === 'session' ? caller.id : undefined, body: rawBody,
  })
  if (claimed.outcome === 'replay') return replayed(claimed.answer)
  const record = recorder(workspaceId, key, claimed.hash)
  let recorded = false
  try {
    const reply = await run(async (tx, answer) => {
      await record(tx, answer)
      recorded = true
    })
    if (!recorded) {
      await record(pool(), { status: reply.status, body: reply.stored ?? reply.body })
    }
    return reply
  } catch (error) {
    // After a lost COMMIT nobody knows; a key that was recorded stays, one that was not is given back.
    await releaseKey(workspaceId, key, claimed.hash).catch(() => {})
    throw error
  }
}

// No id has characters that Postgres text cannot hold.
const checkParams = <P>(params: P): P => {
  const values: unknown[] = Object.values(params ?? {})
  if (values.some((value) => typeof value === 'string' && (value.includes('\u0000') || !value.isWellFormed()))) {
    throw notFound('address')
  }
  return params
}

const readText = async (request: Incoming): Promise<string> => decodeBody(await request.readBytes(MAX_BODY_BYTES))

/**
 * What all routes have in common: authenticates, parses body and query by their contracts, runs one domain call,
 * replies; what is thrown becomes problem+json.
 */
export function answering<P = Record<string, never>, B extends z.ZodType = z.ZodUndefined, Q extends z.ZodType = z.ZodUndefined>(
  spec: RouteSpec<B, Q>,
  run: (input: Input<P, z.output<B>, z.output<Q>>) => Promise<Reply>,
): Answering<P> {
  const answer = async (request: Incoming, given: P): Promise<Answer> => {
    const requestId = newId('req')
    const line = { method: request.method, path: request.path, requestId, startedAt: performance.now(), caller: '' }
    const limits = new CallLimits(spec.limit)
    try {
      const caller = await authenticate(request, spec.scope, requestId)
      line.caller = caller.id
      await limits.takeRequest(caller)
      const params = checkParams(given)
      const rawBody = spec.body ? await readText(request) : ''
      const parsed = spec.body ? (spec.bodyOptional && rawBody.trim() === '' ? {} : parseBody(rawBody)) : undefined
      const body = (spec.body ? validate(spec.body, parsed, spec.free) : undefined) as z.output<B>
      const query = (spec.query ? validateQuery(spec.query, request.query) : undefined) as z.output<Q>
      await limits.takeSend(caller, body)
      const reply = await runOnce(request, caller, rawBody, (recordAnswer) =>
        run({ caller, params, body, query, rawBody, draftId: request.query.get('draft'), ifMatch: request.headers.get('if-match'), request, requestId, recordAnswer }))
      if (reply.nothingLeft) await limits.giveBackSend()
      return logAnswer(withHeaders(toAnswer(reply, requestId), limits.headers), line)
    } catch (error) {
      if (error instanceof DomainError) await limits.giveBackSend().catch(() => {}) // or else it counts: the refusal is what matters
      const told = (spec.problems ?? describeProblem)(error, { requestId, path: request.path })
      return logAnswer(withHeaders(told, limits.headers), line)
    }
  }
  return Object.assign(answer, { spec })
}

/** A route handler as Next calls it. */
export const toRoute = <P>(answer: Answering<P>): Route<P> => {
  const route = async (request: Request, context: Context<P>) =>
    toWebResponse(await answer(fromWebRequest(request, (limit) => readWebBytes(request, limit)), await context.params))
  return Object.assign(route, { spec: answer.spec })
}

/** Makes a route handler; see `answering`. */
export const handle = <P = Record<string, never>, B extends z.ZodType = z.ZodUndefined, Q extends z.ZodType = z.ZodUndefined>(
  spec: RouteSpec<B, Q>,
  run: (input: Input<P, z.output<B>, z.output<Q>>) => Promise<Reply>,
): Route<P> => toRoute(answering(spec, run))
