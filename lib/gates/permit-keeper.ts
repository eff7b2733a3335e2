import type { Queryable } from '@/lib/db'
import { leasePermits, type Leased, type PermitAsk } from './lease-permits'

/** What a lane has and needs; asked at each renewal. */
export interface PermitNeed {
  cap: number
  /** Deliveries that wait or are on the wire. */
  demand: number
  inUse: number
}

interface Held {
  granted: number
  /** What it is to come down to, because another worker has too few. */
  cede: number | null
  until: number // by performance.now
  usedAt: number
  asking: boolean
  /** Another worker has too few. */
  contended: boolean
  refused: boolean
}

export interface PermitKeeperOptions {
  db: Queryable
  worker: string
  /** What the integration's lane has use for at this moment. */
  need: (integrationId: string) => PermitNeed
  /** The places changed, or others wait for places. */
  onChange: (integrationId: string, change: { othersWait: boolean }) => void
  onError: (error: unknown) => void
  leaseMs?: number
}

const LEASE_MS = 20_000
const IDLE_MS = 30_000
const LOOK_MS = 500
const LEAST_WANTED = 8
const AGAIN_MS = 250 // after places were refused or the answer got lost
const SAFETY_MS = 1000
const STOP_TRIES = 3

/**
 * This worker's places on the wire of each integration. They are leased for some seconds and renewed while they are
 * used, so that all workers together keep to the integration's concurrency without asking the database per delivery.
 */
export class PermitKeeper {
  private readonly held = new Map<string, Held>()
  private readonly due = new Set<string>()
  private running: Promise<void> | undefined
  private timer: NodeJS.Timeout | undefined
  private retry: NodeJS.Timeout | undefined
  private readonly leaseMs: number

  constructor(private readonly options: PermitKeeperOptions) {
    this.leaseMs = options.leaseMs ?? LEASE_MS
  }

  /** How many requests may be on the wire now. */
  places(integrationId: string): number {
    const held = this.held.get(integrationId)
    return held && performance.now() < held.until ? held.granted : 0
  }

  /** Says that places are used or needed; asks for more when there are too few. */
  use(integrationId: string): void {
    const held = this.held.get(integrationId) ?? { granted: 0, cede: null, until: 0, usedAt: 0, asking: false, contended: false, refused: false }
    this.held.set(integrationId, held)
    held.usedAt = performance.now()
    const { cap, demand } = this.options.need(integrationId)
    const places = this.places(integrationId)
    if (places >= Math.min(cap, Math.max(LEAST_WANTED, demand)) && places <= cap) return
    if (!held.asking && !held.refused) this.ask(integrationId, held)
  }

  /** Resolves when what was asked for so far is answered. */
  async settled(): Promise<void> {
    await this.running // what was asked for meanwhile goes out with the next one
    await this.running
  }

  start(): void {
    this.timer = setInterval(() => this.renew(), LOOK_MS).unref()
  }

  /** Gives everything back that is not in use. */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    clearTimeout(this.retry)
    await this.running
    let ids = [...this.held.keys()]
    this.held.clear()
    for (let tries = 0; ids.length > 0 && tries < STOP_TRIES; tries++) {
      const asks = ids.map((integrationId) => ({ integrationId, wanted: 0, inUse: 0, cap: 1 }))
      const given = await leasePermits(this.options.db, this.options.worker, asks, 0).catch(this.options.onError)
      if (!given) return
      ids = ids.filter((id) => !given.has(id)) // another worker wrote at the same moment
    }
  }

  private ask(integrationId: string, held: Held): void {
    held.asking = true
    this.due.add(integrationId)
    this.next()
  }

  // One statement for all, which mostly reads: another worker may have too few places. Nothing is held while all is quiet.
  private renew(): void {
    for (const [id, held] of this.held) {
      held.refused = false
      if (!held.asking) this.ask(id, held)
    }
  }

  private next(): void {
    if (this.running || this.due.size === 0) return
    this.running = new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.lease()).finally(() => {
      this.running = undefined
      this.next()
    })
  }

  private async lease(): Promise<void> {
    const ids = [...this.due]
    this.due.clear()
    const asked = performance.now()
    try {
      const asks = ids.map((id) => this.askFor(id, asked))
      const leased = await leasePermits(this.options.db, this.options.worker, asks, this.leaseMs)
      for (const [index, id] of ids.entries()) this.take(id, asks[index], leased.get(id), asked)
    } catch (error) {
      this.options.onError(error)
      for (const id of ids) this.postpone(id)
    }
  }

  // What is given back is not used from before the question on: it may be another's before the answer is here.
  private askFor(integrationId: string, now: number): PermitAsk {
    const { cap, inUse, demand } = this.options.need(integrationId)
    const held = this.held.get(integrationId)
    const idle = demand === 0 && (held?.contended || now - (held?.usedAt ?? 0) > IDLE_MS)
    const wanted = idle ? 0 : Math.max(held?.contended ? 1 : LEAST_WANTED, demand)
    if (!held) return { integrationId, cap, wanted, inUse }
    held.granted = Math.min(this.places(integrationId), wanted, cap, held.cede ?? Infinity)
    held.cede = null
    this.options.onChange(integrationId, { othersWait: false })
    return { integrationId, cap, wanted, inUse: Math.max(inUse, held.granted) }
  }

  private take(
    id: string, ask: PermitAsk | undefined, leased: Leased | undefined, asked: number,
  ): void {
    const held = this.held.get(id)
    if (!held || !ask) return
    if (!leased) return this.postpone(id) // another worker wrote at the same moment
    held.asking = false
    if (ask.wanted === 0 && leased.granted === 0) {
      this.held.delete(id)
      this.options.onChange(id, { othersWait: false })
      return
    }
    held.granted = leased.granted
    held.contended = leased.fair !== null
    held.until = asked + leased.leftMs - SAFETY_MS
    held.refused = leased.granted < Math.min(ask.wanted, ask.cap)
    if (leased.granted === 0 && held.refused) this.askLater()
    if (leased.fair !== null && leased.fair < leased.granted) {
      held.cede = leased.fair
      this.ask(id, held)
    }
    this.options.onChange(id, { othersWait: leased.othersWait })
  }

  private postpone(id: string): void {
    const held = this.held.get(id)
    if (!held) return
    held.asking = false
    held.refused = true
    this.askLater()
  }

  private askLater(): void {
    if (this.retry) return
    this.retry = setTimeout(() => {
      this.retry = undefined
      for (const [id, held] of this.held) {
        if (!held.refused || held.asking || this.places(id) > 0) continue
        held.refused = false
        this.ask(id, held)
      }
    }, AGAIN_MS).unref()
  }
}
