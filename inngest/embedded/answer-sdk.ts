import type pg from 'pg'
import { recordSteps, type ExecutionPorts } from '@/inngest/embedded/execution-ports'
import type { DispatchRow, OutgoingEvent } from '@/inngest/embedded/dispatch'
import { dropRepeated, insertRows, planDispatch } from '@/inngest/embedded/dispatch'
import { GroupCommit } from '@/inngest/embedded/group-commit'
import { readOps, stepStates } from '@/inngest/embedded/protocol'
import type { Registry } from '@/inngest/embedded/registry'
import type { Run } from '@/inngest/embedded/run'

/** A request that the SDK's client sends to "the server". */
export interface SdkRequest {
  method: string
  path: string
  /** Made only where they are read: a checkpoint does not need them. */
  headers(): Headers
  body: string
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const CHECKPOINT = /^\/v1\/checkpoint\/[^/]+\/async$/

/** Answers what the SDK asks of an Inngest server in the course of a run: events to send and checkpoints. */
export class SdkServer {
  private readonly sends: GroupCommit<DispatchRow[], true>
  private readonly registry: Registry
  private readonly ports: Pick<ExecutionPorts, 'save'> & { findRun(id: string, gen: number): Run | undefined }
  readonly counts = { checkpoints: 0, sent: 0 }

  constructor(pool: pg.Pool, registry: Registry, ports: SdkServer['ports']) {
    this.registry = registry
    this.ports = ports
    this.sends = new GroupCommit(async (groups) => {
      await insertRows(pool, dropRepeated(groups.flat()))
      return groups.map(() => true)
    })
  }

  async answer(request: SdkRequest): Promise<Response> {
    if (request.path.startsWith('/e/')) return this.sendEvents(request)
    if (CHECKPOINT.test(request.path)) return this.checkpoint(JSON.parse(request.body))
    const error = `The embedded runner has no ${request.method} ${request.path}`
    return Response.json({ error, status: 501 }, { status: 501 })
  }

  private async sendEvents(request: SdkRequest): Promise<Response> {
    const parsed: unknown = JSON.parse(request.body)
    const events = (Array.isArray(parsed) ? parsed : [parsed]).map(readEvent)
    const { ids, rows } = planDispatch(this.registry, events, Date.now())
    // The SDK sends again under the same seed when an answer was lost: what was committed must not come twice.
    const seed = request.headers().get('x-inngest-event-id-seed')
    const marked = seed === null ? rows : rows.map((row) => ({ ...row, once: `send ${seed}` }))
    if (marked.length > 0) await this.sends.add(marked)
    this.counts.sent += ids.length
    return Response.json({ ids, status: 200 })
  }

  /** Acknowledged only when it is committed; a 409 makes the SDK stop a run that somebody else has by now. */
  private async checkpoint(body: unknown): Promise<Response> {
    const stale = (): Response => new Response('stale', { status: 409 })
    if (!isRecord(body) || typeof body.run_id !== 'string' || typeof body.generation_id !== 'number') return stale()
    const run = this.ports.findRun(body.run_id, body.generation_id)
    if (!run || run.stale) return stale()
    const ops = readOps(body.steps)
    const done = stepStates(ops)
    // An op that ends no step is left for the answer of the call, where it is refused by name.
    if (Object.keys(done).length < ops.length) return new Response('not a step that ended', { status: 400 })
    this.counts.checkpoints++
    return (await recordSteps(this.ports, run, done)) ? new Response('{}') : stale()
  }
}

function readEvent(value: unknown): OutgoingEvent {
  if (!isRecord(value) || typeof value.name !== 'string') throw new Error('An event has a name')
  const { id, ts, data, ...rest } = value
  return {
    ...rest,
    name: value.name,
    data: isRecord(data) ? data : {},
    ...(typeof id === 'string' && id !== '' && { id }),
    ...(typeof ts === 'number' && { ts }),
  }
}
