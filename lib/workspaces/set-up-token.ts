import { createHmac } from 'node:crypto'

/** The secret of the set-up link: derived, so that every start prints the same one until there is an owner. */
export const setUpToken = (appSecret: string): string =>
  createHmac('sha256', appSecret).update('set-up link').digest('base64url')
