import pino from 'pino'
import { env } from '@/lib/env'
import { logError } from '@/lib/log-error'
import { redactLog } from '@/lib/security/redact-log'

/** JSON lines on standard output. Ids, never bodies, secrets or addresses with credentials. */
const create = () => pino({
  level: env().LOG_LEVEL,
  base: { service: 'hookwright', pid: process.pid },
  serializers: { err: (error: unknown) => logError(error) },
  hooks: { streamWrite: redactLog },
})

// Next loads modules twice, and web.ts is a bundle of its own: one per process.
const holder = globalThis as typeof globalThis & { hookwrightLogger?: pino.Logger }

/** Created at first use, so that a build needs no environment. */
export const logger = (): pino.Logger => (holder.hookwrightLogger ??= create())
