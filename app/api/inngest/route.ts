import { serve } from 'inngest/next'
import type { NextRequest } from 'next/server'
import { createClient } from '@/inngest/client'
import { forwardCall } from '@/inngest/server/forward-call'
import { readServerSettings } from '@/inngest/server/server-settings'
import { env, runsOnServer } from '@/lib/env'

// With the embedded runner nothing calls this route: its signing key is random, so every call is refused.
const refuse = serve({ client: createClient(), functions: [] })
// The SDK would try to register these functions with a server, and fail with 500.
const unauthorized = () => Response.json({ message: 'Unauthorized' }, { status: 401 })

const answer = (method: keyof typeof refuse) => (request: NextRequest, context: unknown) => {
  if (runsOnServer()) return forwardCall(request, readServerSettings(env()))
  return method === 'PUT' ? unauthorized() : refuse[method](request, context)
}

export const GET = answer('GET')
export const POST = answer('POST')
export const PUT = answer('PUT')
