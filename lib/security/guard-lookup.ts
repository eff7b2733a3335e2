import type { LookupAddress } from 'node:dns'
import { lookup as systemLookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import type { DestinationPolicy } from '@/lib/security/destination-policy'
import { judgeAddress } from '@/lib/security/judge-address'

/** Resolves a name to all of its addresses. */
export type ResolveName = (hostname: string) => Promise<LookupAddress[]>

export class BlockedAddressError extends Error {
  override name = 'BlockedAddressError'
}

export class NameLookupError extends Error {
  override name = 'NameLookupError'
  readonly reason: string
  constructor(hostname: string, cause: unknown) {
    super(`${hostname} could not be resolved`, { cause })
    this.reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'EMPTY'
  }
}

export type LookupGuard = {
  resolve: ResolveName
  policy: DestinationPolicy
  port: number
  /** Plain http without `allowHttp` may go to allowed private ranges only. */
  plainHttp: boolean
}

/** The operating system's resolver; simultaneous questions for one name share one answer (it has four threads). */
export function createSystemResolver(resolve: ResolveName = askSystem): ResolveName {
  const asking = new Map<string, Promise<LookupAddress[]>>()
  return (hostname) => {
    const known = asking.get(hostname)
    if (known) return known
    const answer = resolve(hostname).finally(() => asking.delete(hostname))
    asking.set(hostname, answer)
    return answer
  }
}

async function askSystem(hostname: string): Promise<LookupAddress[]> {
  return systemLookup(hostname, { all: true, verbatim: true })
}

/**
 * A `lookup` for sockets that hands out judged addresses only, so that what was checked is what is dialled.
 * One bad address refuses the name: whoever mixes them controls which one is tried.
 */
export function guardLookup(guard: LookupGuard): LookupFunction {
  return (hostname, options, callback) => {
    resolveJudged(hostname, guard).then(
      (addresses) => {
        const [first] = addresses
        if (options.all) callback(null, addresses)
        else callback(null, first?.address ?? '', first?.family)
      },
      (error: Error) => callback(error, ''),
    )
  }
}

async function resolveJudged(hostname: string, guard: LookupGuard): Promise<LookupAddress[]> {
  const addresses = await guard.resolve(hostname).catch((error: unknown) => {
    throw new NameLookupError(hostname, error)
  })
  if (addresses.length === 0) throw new NameLookupError(hostname, null)
  for (const { address } of addresses) assertAllowed(hostname, address, guard)
  return addresses
}

function assertAllowed(hostname: string, address: string, { policy, port, plainHttp }: LookupGuard): void {
  const verdict = judgeAddress(address, port, policy)
  if (!verdict.ok) throw new BlockedAddressError(`${hostname} leads to a refused address: ${verdict.reason}`)
  if (plainHttp && !policy.allowHttp && !verdict.inRange) {
    throw new BlockedAddressError(`${hostname} leads to the public address ${address}: only https is allowed there`)
  }
}
