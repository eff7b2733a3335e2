import type { Env } from '@/lib/env'

/** What this process needs to know of the Inngest server and of the address it serves the functions at. */
export interface ServerSettings {
  /** Where the server is; undefined: Inngest's cloud. */
  baseUrl: string | undefined
  eventKey: string
  signingKey: string
  /** Where the worker listens, and where web forwards to. */
  host: string
  port: number
  /** The public address, under which the functions are registered. */
  appUrl: string
}

/** The path of the functions, at APP_URL and at the worker. */
export const SERVE_PATH = '/api/inngest'

/** Takes them from the settings. Throws where one is missing, which the check at start has refused already. */
export function readServerSettings(env: Env): ServerSettings {
  const { INNGEST_BASE_URL: baseUrl, INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey, WORKER_PORT: port } = env
  if (!eventKey || !signingKey || !port) throw new Error('ENGINE=inngest needs INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY and WORKER_PORT')
  return { baseUrl, eventKey, signingKey, host: env.HOST, port, appUrl: env.APP_URL }
}
