import pino from 'pino'
import { env } from '@/lib/env'

/** JSON lines on standard output. Ids, never bodies, secrets or addresses with credentials. */
const create = () => pino({ level: env().LOG_LEVEL, base: { service: 'hookwright' } })

let instance: pino.Logger | undefined

/** Created at first use, so that a build needs no environment. */
export const logger = (): pino.Logger => (instance ??= create())
