import type { Limit } from './throttle'

const MINUTE = 60
const HOUR = 60 * MINUTE

/**
 * Tries that may fail before there is a pause. Those that succeed are given back, so that an office behind one address is
 * not locked out by being many.
 */
export const limits = {
  signInAccount: (of: string): Limit => ({ kind: 'sign-in account', of, max: 10, seconds: 15 * MINUTE }),
  signInAddress: (of: string): Limit => ({ kind: 'sign-in address', of, max: 50, seconds: 15 * MINUTE }),
  // Three codes are right at any time: ten tries an hour leave a guesser who has the password less than 1 in 1 000 a day.
  codeAccount: (of: string): Limit => ({ kind: 'code account', of, max: 10, seconds: HOUR }),
  codeAddress: (of: string): Limit => ({ kind: 'code address', of, max: 50, seconds: 15 * MINUTE }),
  codeUsed: (of: string): Limit => ({ kind: 'code used', of, max: 1, seconds: 2 * MINUTE }),
  passwordAgain: (of: string): Limit => ({ kind: 'password again', of, max: 10, seconds: 15 * MINUTE }),
  resetAccount: (of: string): Limit => ({ kind: 'reset account', of, max: 5, seconds: HOUR }),
  resetAddress: (of: string): Limit => ({ kind: 'reset address', of, max: 20, seconds: HOUR }),
  linkAddress: (of: string): Limit => ({ kind: 'link address', of, max: 50, seconds: 15 * MINUTE }),
  inviteWorkspace: (of: string): Limit => ({ kind: 'invite workspace', of, max: 100, seconds: HOUR }),
} as const
