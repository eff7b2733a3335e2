/** What one worker has of an integration's places on the wire, as it stands in `integration_gate.permits`. */
export interface Holder {
  /** Places it may use. */
  n: number
  /** Places it has use for. */
  w: number
  /** Until when, in milliseconds since the epoch by the database's clock. */
  u: number
}

export type Holders = Readonly<Record<string, Holder>>

export interface PermitRequest {
  worker: string
  /** Places it has use for now; 0 gives all back. */
  wanted: number
  /** Places that it cannot give back yet: on the wire, or free to be used at any moment. */
  inUse: number
  /** The integration's concurrency. */
  cap: number
}

export interface Share {
  holders: Holders
  granted: number
  /** Another has less than an equal share, which is this many: more than that is to be given back. */
  fair: number | null
  /** Others have use for places, and there are too few for everybody: what waits of theirs is anybody's. */
  othersWait: boolean
  /** Whether it is worth writing: something changed, or the lease needs to be prolonged. */
  changed: boolean
  leftMs: number
}

/**
 * Divides an integration's places among the workers that have use for them: whoever asks gets what is free, and gives
 * back down to an equal share while another has less than that. The sum never exceeds `cap`, but for places that are in
 * use when `cap` is lowered. Pure; times in milliseconds.
 */
export function sharePermits(holders: Holders, request: PermitRequest, now: number, leaseMs: number): Share {
  const { worker, inUse, cap } = request
  const wanted = Math.min(cap, request.wanted)
  const others = Object.entries(holders).filter(([id, holder]) => id !== worker && holder.u > now)
  const taken = others.reduce((sum, [, holder]) => sum + holder.n, 0)
  const rivals = others.filter(([, holder]) => holder.w > 0)
  const fair = Math.max(1, Math.floor(cap / (rivals.length + 1)))
  const short = rivals.some(([, holder]) => holder.n < Math.min(holder.w, fair))
  const most = Math.min(wanted, short ? fair : cap, Math.max(0, cap - taken))
  const granted = Math.max(most, inUse)
  const before = holders[worker]
  const isHolder = granted > 0 || wanted > 0
  const same = isHolder ? before?.n === granted && before.w === wanted : before === undefined
  const changed = !same || (before !== undefined && before.u - now < leaseMs / 2)
  const mine = isHolder ? { [worker]: { n: granted, w: wanted, u: now + leaseMs } } : {}
  return {
    changed,
    leftMs: changed ? leaseMs : (before?.u ?? now) - now,
    holders: { ...Object.fromEntries(others), ...mine },
    granted,
    fair: short ? fair : null,
    othersWait: short && rivals.some(([, holder]) => holder.n === 0),
  }
}
