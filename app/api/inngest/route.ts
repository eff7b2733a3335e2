import { serve } from 'inngest/next'
import type { NextRequest } from 'next/server'
import { createClient } from '@/inngest/client'
import { forwardCall } from '@/inngest/server/forward-call'
import { readServerSettings } from '@/inngest/server/server-settings'
import { env, runsOnServer } from '@/lib/env'

// With the embedded runner nothing calls this route: its signing key is random, so every call is refused.
const refuse = serve({ client: createClient(), functions: [] })

const answer = (method: keyof typeof refuse) => (request: NextRequest, context: unknown) =>
  runsOnServer() ? forwardCall(request, readServerSettings(env())) : refuse[method](request, context)

export const GET = answer('GET')
export const POST = answer('POST')
export const PUT = answer('PUT')
