import { Inngest } from 'inngest'
import type { ServerSettings } from './server-settings'

const PATIENCE_MS = 15_000
const silent = { info() {}, warn() {}, error() {}, debug() {} }

// The SDK's own requests (registration, checkpoints) have no deadline: a server that hangs must not hang a run.
const patientFetch: typeof fetch = (input, init) => fetch(input, { signal: AbortSignal.timeout(PATIENCE_MS), ...init })

/**
 * The SDK's client for an Inngest server. Cloud mode whatever the environment says: calls must be signed. It logs
 * nothing of its own, because it would write a line for every unsigned call from the internet.
 */
export const createServerClient = ({ baseUrl, eventKey, signingKey }: ServerSettings): Inngest =>
  new Inngest({
    id: 'hookwright', isDev: false, eventKey, signingKey, fetch: patientFetch, logger: silent, ...(baseUrl && { baseUrl }),
  })
