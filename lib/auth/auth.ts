import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { organization } from 'better-auth/plugins'
import { prisma } from '@/lib/db'
import { env } from '@/lib/env'
import { newId, type IdPrefix } from '@/lib/ids'
import { logger } from '@/lib/logger'

const PREFIXES: Record<string, IdPrefix> = {
  user: 'usr', session: 'ses', account: 'acc', organization: 'ws', workspace: 'ws', member: 'mem', invitation: 'inv',
}

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
    session: { expiresIn: 60 * 60 * 24 * 7, updateAge: 60 * 60 * 24 },
    // In Postgres, so that several webs share it. The address comes from our own server, which overwrites the header.
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: 20 } },
    },
    advanced: {
      useSecureCookies: https,
      cookiePrefix: 'hookwright',
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
      database: { generateId: ({ model }) => newId(PREFIXES[model] ?? 'req') },
    },
    plugins: [
      organization({
        allowUserToCreateOrganization: false,
        schema: {
          organization: { modelName: 'workspace' },
          member: { fields: { organizationId: 'workspaceId' } },
          invitation: { fields: { organizationId: 'workspaceId' } },
          session: { fields: { activeOrganizationId: 'activeWorkspaceId' } },
        },
      }),
    ],
    // What it hands over besides the message may hold what somebody typed.
    logger: { level: 'error', log: (_level, message) => logger().warn({ part: 'sign-in' }, message) },
  })
}

const holder = globalThis as typeof globalThis & { hookwrightAuth?: ReturnType<typeof create> }

/** The sign-in library (better-auth), made at first use so that the build needs no environment. */
export const auth = (): ReturnType<typeof create> => (holder.hookwrightAuth ??= create())
