import { isIP } from 'node:net'
import { resolve } from 'node:path'
import * as z from 'zod'
import { parseAllowedRanges } from '@/lib/security/parse-allowed-ranges'
import { parseEncryptionKeys } from '@/lib/security/parse-encryption-keys'
import { parseUrl } from '@/lib/security/parse-url'

const wholeNumber = (min: number, max = Number.MAX_SAFE_INTEGER) => z.string()
  .refine((text) => /^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max, {
    error: max === Number.MAX_SAFE_INTEGER
      ? `must be a whole number from ${min}`
      : `must be a whole number from ${min} to ${max}`,
  })
  .transform(Number)

const flag = z.enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
  .transform((text) => text === 'true' || text === '1')

const withScheme = (...schemes: string[]) => z.string().refine(
  (text) => schemes.some((scheme) => text.startsWith(`${scheme}://`)),
  { error: `must start with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}` },
)

const server = (...schemes: string[]) => withScheme(...schemes)
  .refine((text) => Boolean(parseUrl(text)?.hostname), { error: `must name a server: ${schemes[0]}://host.example.com` })

const origin = z.url({ protocol: /^https?$/, error: 'must be an address such as https://hooks.example.com' })
  .refine((text) => !URL.canParse(text) || new URL(text).href === `${new URL(text).origin}/`, {
    error: 'must have no path, query or user name: only scheme, host and port',
  })
  .transform((text) => new URL(text).origin)

const addressOrRange = (text: string) => {
  const [address = '', bits, ...rest] = text.split('/')
  const widest = isIP(address) === 6 ? 128 : 32
  return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest))
}

const addressList = z.string()
  .transform((text) => text.split(',').map((part) => part.trim()).filter(Boolean))
  .refine((list) => list.every(addressOrRange), { error: 'must be IP addresses, separated by commas' })

const allowedRanges = z.string().transform((text, context) => {
  const parsed = parseAllowedRanges(text)
  if (parsed.ok) return [...parsed.ranges]
  context.addIssue({ code: 'custom', message: `has a mistake: ${parsed.message}` })
  return z.NEVER
})

const encryptionKeys = z.string().superRefine((text, context) => {
  const parsed = parseEncryptionKeys(text)
  if (!parsed.ok) context.addIssue({ code: 'custom', message: `has a mistake: ${parsed.message}` })
})

const settings = z.object({
  PORT: wholeNumber(1, 65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  APP_URL: origin.optional(),
  DATA_DIR: z.string().default('.data').transform((path) => resolve(path)),
  DATABASE_URL: withScheme('postgresql', 'postgres').optional(),
  APP_SECRET: z.string().min(32, { error: 'must have at least 32 characters' }).optional(),
  ENCRYPTION_KEYS: encryptionKeys.optional(),
  ENGINE: z.enum(['embedded', 'inngest'], { error: 'must be embedded or inngest' }).default('embedded'),
  INNGEST_BASE_URL: server('http', 'https').optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  WORKER_PORT: wholeNumber(1, 65_535).optional(),
  ADMIN_EMAIL: z.email({ error: 'must be an e-mail address' }).optional(),
  ADMIN_PASSWORD: z.string().min(8, { error: 'must have at least 8 characters' }).optional(),
  BOOTSTRAP_API_KEY: z.string().min(32, { error: 'must have at least 32 characters' }).optional(),
  ALLOWED_PRIVATE_DESTINATIONS: allowedRanges.default([]),
  ALLOW_HTTP_DESTINATIONS: flag.default(false),
  TRUST_PROXY: wholeNumber(0, 100).default(0),
  EGRESS_IPS: addressList.default([]),
  SMTP_URL: server('smtp', 'smtps').optional(),
  MAIL_FROM: z.string().regex(/^[^\n\r]*?[^\s<>@]+@[^\s<>@]+>?$/, { error: 'must be an address, or a name with one: Hookwright <hooks@example.com>' }).optional(),
  RETENTION_DAYS: wholeNumber(1, 36_500).default(90),
  RETENTION_BODY_DAYS: wholeNumber(1, 36_500).default(30),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    error: 'must be fatal, error, warn, info, debug, trace or silent',
  }).default('info'),
  METRICS_TOKEN: z.string().optional(),
})

/** The names of all settings, for a child process that shall see nothing else. */
export const settingNames: readonly string[] = Object.keys(settings.shape)

type Source = Record<string, string | undefined>
type Name = keyof z.infer<typeof settings>
type Problem = { name: string; problem: string }

type Settings = Omit<z.infer<typeof settings>, 'APP_URL'> & {
  /** Scheme, host and port, without a slash at the end. */
  APP_URL: string
  /** Origins a browser may come from: APP_URL, or each loopback name at PORT while APP_URL is unset. */
  trustedOrigins: string[]
}

/** What `npm start` needs: the database and the secrets may be missing, because it provides them itself. */
export type StartEnv = Settings

/** What web and worker need. */
export type Env = Settings & { DATABASE_URL: string; APP_SECRET: string; ENCRYPTION_KEYS: string }

/** Says about every wrong setting at once what is wrong with it. */
export class EnvError extends Error {
  constructor(readonly problems: Problem[]) {
    super(`These settings are wrong:\n${problems.map(({ name, problem }) => `  ${name} ${problem}`).join('\n')}`)
    this.name = 'EnvError'
  }
}

/** All settings, checked; an empty variable counts as unset. Throws `EnvError`. */
export function readEnv(source: Source): Env {
  const given = withoutEmpty(source)
  const values = parse(given, [...missingPartners(given), ...missing(given, provided, 'is required')])
  const { DATABASE_URL, APP_SECRET, ENCRYPTION_KEYS } = values
  // Never thrown: `parse` has just refused what is missing. It tells the compiler so.
  if (!DATABASE_URL || !APP_SECRET || !ENCRYPTION_KEYS) throw new EnvError([])
  return { ...values, DATABASE_URL, APP_SECRET, ENCRYPTION_KEYS }
}

/** The same before the embedded Postgres runs: the secrets are only required when a database of one's own is named. */
export function readStartEnv(source: Source): StartEnv {
  const given = withoutEmpty(source)
  const required = given.DATABASE_URL ? provided : []
  return parse(given, [...missingPartners(given), ...missing(given, required, 'is required when DATABASE_URL is set')])
}

let cached: Env | undefined

/** The settings of this process, read once. */
export function env(): Env {
  cached ??= readEnv(process.env)
  return cached
}

/** Whether the durable functions run on an Inngest server; asked before anything else is known to be set. */
export function runsOnServer(source: Source = process.env): boolean {
  return source.ENGINE === 'inngest'
}

/** Whether this process is of the built product: development, tests and tools run the sources. */
export function runsBuilt(source: Source = process.env): boolean {
  return source.NODE_ENV === 'production'
}

/** A Postgres server for the tests to use instead of starting their own. */
export function testDatabaseUrl(source: Source = process.env): string | undefined {
  return source.TEST_DATABASE_URL || undefined
}

const provided: Name[] = ['DATABASE_URL', 'APP_SECRET', 'ENCRYPTION_KEYS']

function withoutEmpty(source: Source): Source {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''))
}

function missing(given: Source, names: Name[], problem: string): Problem[] {
  return names.filter((name) => given[name] === undefined).map((name) => ({ name, problem }))
}

function missingPartners(given: Source): Problem[] {
  const engine: Name[] = given.ENGINE === 'inngest' ? ['INNGEST_EVENT_KEY', 'INNGEST_SIGNING_KEY', 'WORKER_PORT'] : []
  const samePort = engine.length > 0 && given.WORKER_PORT !== undefined && given.WORKER_PORT === (given.PORT ?? '3000')
  return [
    ...missing(given, engine, 'is required when ENGINE is inngest'),
    ...(samePort ? [{ name: 'WORKER_PORT', problem: 'must not be PORT, where the web server listens' }] : []),
    ...missing(given, given.SMTP_URL ? ['MAIL_FROM'] : [], 'is required when SMTP_URL is set'),
    ...missing(given, given.ADMIN_EMAIL ? ['ADMIN_PASSWORD'] : [], 'is required when ADMIN_EMAIL is set'),
    ...missing(given, given.ADMIN_PASSWORD ? ['ADMIN_EMAIL'] : [], 'is required when ADMIN_PASSWORD is set'),
  ]
}

function parse(given: Source, known: Problem[]): Settings {
  const result = settings.safeParse(given)
  const wrong = (result.error?.issues ?? []).map((issue) => ({ name: issue.path.join('.'), problem: issue.message }))
  if (!result.success || known.length > 0) throw new EnvError([...wrong, ...known])
  const { APP_URL, PORT, ...rest } = result.data
  const local = [`http://localhost:${PORT}`, `http://127.0.0.1:${PORT}`, `http://[::1]:${PORT}`]
  const trustedOrigins = APP_URL ? [APP_URL] : local
  return { ...rest, PORT, APP_URL: APP_URL ?? `http://localhost:${PORT}`, trustedOrigins }
}

/**
 * Makes the environment a plain object: the SDK copies all of it for each call, and each look into the original asks the
 * C library.
 */
export function detachEnvironment(): void {
  process.env = { ...process.env }
}
