import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { twoFactor } from 'better-auth/plugins'
import { prisma } from '@/lib/db'
import { env } from '@/lib/env'
import { newId, type IdPrefix } from '@/lib/ids'
import { logger } from '@/lib/logger'
import { clientAddress } from '@/lib/throttle/client-address'

const PREFIXES: Record<string, IdPrefix> = { user: 'usr', session: 'ses', account: 'acc' }

const create = () => {
  const settings = env()
  const https = settings.APP_URL.startsWith('https://')
  return betterAuth({
    appName: 'Hookwright',
    baseURL: settings.APP_URL,
    basePath: '/api/auth',
    secret: settings.APP_SECRET,
    trustedOrigins: settings.trustedOrigins,
    database: prismaAdapter(prisma(), { provider: 'postgresql' }),
    telemetry: { enabled: false },
    // The first owner comes from the set-up page or ADMIN_EMAIL, everyone else by invitation.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 256 },
    session: {
      expiresIn: 60 * 60 * 24 * 7,
      updateAge: 60 * 60 * 24,
      additionalFields: { activeWorkspaceId: { type: 'string', required: false, input: false } },
    },
    // As our own server tells it, so that it compares with what later requests say.
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => ({
            data: { ...session, ipAddress: context?.headers ? clientAddress(context.headers) : session.ipAddress },
          }),
        },
      },
    },
    // lib/throttle counts, for an account as well as for an address, and failures only.
    rateLimit: { enabled: false },
    advanced: {
      useSecureCookies: https,
      cookiePrefix: 'hookwright',
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
      database: { generateId: ({ model }) => newId(PREFIXES[model] ?? 'req') },
    },
    // Members, invitations and workspaces are our own (decision 015); a wrong code counts in lib/throttle.
    plugins: [twoFactor({ issuer: 'Hookwright', accountLockout: { enabled: false } })],
    // What it hands over besides the message may hold what somebody typed.
    logger: { level: 'error', log: (_level, message) => logger().warn({ part: 'sign-in' }, message) },
  })
}

const holder = globalThis as typeof globalThis & { hookwrightAuth?: ReturnType<typeof create> }

/** The sign-in library (better-auth), made at first use so that the build needs no environment. */
export const auth = (): ReturnType<typeof create> => (holder.hookwrightAuth ??= create())
