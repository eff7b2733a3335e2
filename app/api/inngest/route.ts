import { serve } from 'inngest/next'
import { createClient } from '@/inngest/client'

// With the embedded runner nothing calls this route: its signing key is random, so every call is refused.
export const { GET, POST, PUT } = serve({ client: createClient(), functions: [] })
