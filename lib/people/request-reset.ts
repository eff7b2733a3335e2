import { originOf } from '@/lib/audit/acting'
import type { Dispatch } from '@/lib/dispatch'
import { logger } from '@/lib/logger'
import { addressGroup } from '@/lib/throttle/client-address'
import { limits } from '@/lib/throttle/limits'
import { giveBack, takeTryOrThrow } from '@/lib/throttle/throttle'
import { mailResetLink, resetPassword } from './reset-password'

/**
 * Takes the wish for a new password. Everyone gets the same answer after the same time: whether there is an account is
 * looked up afterwards. 429 for who asks often, and for an address that was asked for often.
 */
export async function requestReset(dispatch: Dispatch, email: string, headers: Headers): Promise<void> {
  await takeTryOrThrow([limits.resetAccount(email), limits.resetAddress(addressGroup(headers))])
  void mailResetLink(dispatch, email).catch((error: unknown) => logger().error({ err: error }, 'a mail for a new password was not queued'))
}

/** Sets a new password by a link. Guesses count against where they come from. */
export async function confirmReset(token: string, password: string, headers: Headers): Promise<void> {
  const tries = [limits.linkAddress(addressGroup(headers))]
  await takeTryOrThrow(tries)
  await resetPassword(token, password, originOf(headers, null))
  await giveBack(tries)
}
