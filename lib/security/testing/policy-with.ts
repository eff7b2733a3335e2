import type { DestinationPolicy } from '@/lib/security/destination-policy'
import { parseAllowedRanges } from '@/lib/security/parse-allowed-ranges'

/** A policy that opens these ranges and nothing else. */
export function policyWith(ranges: string, overrides: Partial<DestinationPolicy> = {}): DestinationPolicy {
  const parsed = parseAllowedRanges(ranges)
  if (!parsed.ok) throw new Error(parsed.message)
  return { allowedPrivate: parsed.ranges, allowHttp: false, ...overrides }
}
