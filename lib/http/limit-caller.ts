import { DomainError } from '@/lib/errors'
import { limitHeaders } from '@/lib/limits/limit-headers'
import type { LimitPolicy, Standing } from '@/lib/limits/policies'
import { takeRequest } from '@/lib/limits/take-request'
import { giveBackSend, takeSend } from '@/lib/limits/take-send'
import type { Caller } from './authenticate'

/**
 * How a route's calls are counted. By default as requests. `none`: not at all. `sends`: also as a test or resend, once
 * the body is known to be well-formed; a function tells which bodies are. What sends nothing is given back.
 */
export type RouteLimit = 'none' | 'sends' | ((body: unknown) => boolean)

const words: Record<string, (policy: LimitPolicy) => string> = {
  requests: ({ quota, windowSeconds }) => `More than ${quota / windowSeconds} requests per second, or ${quota} at once`,
  sends: ({ quota }) => `More than ${quota} tests and resends within a minute`,
}

/** The limits of one request: counts it and keeps the headers that tell the caller how they stand. */
export class CallLimits {
  private readonly standings: Standing[] = []
  private sender: string | null = null // whose send is counted

  constructor(private readonly limit: RouteLimit | undefined) {}

  /** None while nothing was counted. */
  get headers(): Record<string, string> {
    return this.standings.length === 0 ? {} : limitHeaders(this.standings)
  }

  /** Counts a request; 429 when it is one too many. */
  async takeRequest(caller: Caller): Promise<void> {
    if (this.limit !== 'none') this.judge(await takeRequest(keyOf(caller)))
  }

  /** Counts a test or resend, where this is one; 429 when it is one too many. */
  async takeSend(caller: Caller, body: unknown): Promise<void> {
    const isSend = typeof this.limit === 'function' ? this.limit(body) : this.limit === 'sends'
    if (!isSend) return
    this.judge(await takeSend(keyOf(caller)))
    this.sender = keyOf(caller)
  }

  /** The test or resend was refused, or nothing left: it does not count. */
  async giveBackSend(): Promise<void> {
    if (this.sender === null) return
    await giveBackSend(this.sender)
    this.sender = null
    const last = this.standings.at(-1)
    if (last) last.remaining += 1
  }

  private judge(standing: Standing): void {
    this.standings.push(standing)
    const { policy, retryAfterSeconds } = standing
    if (retryAfterSeconds === undefined) return
    throw new DomainError('rate_limited', `${words[policy.name]?.(policy)}: wait for ${retryAfterSeconds} s`, { retryAfterSeconds })
  }
}

// A person counts in each workspace apart.
const keyOf = ({ workspaceId, id }: Caller): string => `${workspaceId} ${id}`
