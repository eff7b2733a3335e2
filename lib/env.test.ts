import { expect, test } from 'vitest'
import { EnvError, readEnv, readStartEnv, testDatabaseUrl } from '@/lib/env'

const required = {
  DATABASE_URL: 'postgresql://user:password@localhost/hookwright',
  APP_SECRET: 'a'.repeat(32),
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
}

test('every setting but the three required ones has a default', () => {
  expect(readEnv(required)).toMatchObject({
    PORT: 3000, HOST: '127.0.0.1', APP_URL: 'http://localhost:3000', ENGINE: 'embedded', TRUST_PROXY: 0,
    ALLOW_HTTP_DESTINATIONS: false, ALLOWED_PRIVATE_DESTINATIONS: [], EGRESS_IPS: [], RETENTION_DAYS: 90,
    RETENTION_BODY_DAYS: 30, LOG_LEVEL: 'info',
  })
})

test('an empty variable counts as unset', () => {
  expect(readEnv({ ...required, PORT: '', TRUST_PROXY: ' ', METRICS_TOKEN: '' })).toMatchObject({ PORT: 3000, TRUST_PROXY: 0 })
  expect(testDatabaseUrl({ TEST_DATABASE_URL: '' })).toBeUndefined()
})

test('all mistakes are told at once, each with the name of its variable', () => {
  const wrong = {
    ...required, PORT: '70000', TRUST_PROXY: 'true', ENGINE: 'other', EGRESS_IPS: '1.2.3.4,x', ALLOWED_PRIVATE_DESTINATIONS: '10.0.0.0/99',
    ENCRYPTION_KEYS: 'k1:short', SMTP_URL: 'http://mail', APP_URL: 'http://host/path', ADMIN_EMAIL: 'nobody', LOG_LEVEL: 'loud',
  }
  const names = ['ADMIN_EMAIL', 'ADMIN_PASSWORD', 'ALLOWED_PRIVATE_DESTINATIONS', 'APP_URL', 'EGRESS_IPS', 'ENCRYPTION_KEYS', 'ENGINE',
    'LOG_LEVEL', 'MAIL_FROM', 'PORT', 'SMTP_URL', 'TRUST_PROXY']
  expect(problemsOf(() => readEnv(wrong))).toEqual(names)
})

test('a mail server and a sender are addresses', () => {
  const mail = { ...required, SMTP_URL: 'smtp://user:p%40ss@mail.example.com:587', MAIL_FROM: 'Hookwright <hooks@example.com>' }
  expect(readEnv(mail)).toMatchObject({ SMTP_URL: mail.SMTP_URL, MAIL_FROM: mail.MAIL_FROM })
  for (const SMTP_URL of ['smtp://', 'smtps://user:p@', 'smtp://:25']) expect(problemsOf(() => readEnv({ ...mail, SMTP_URL })), SMTP_URL).toEqual(['SMTP_URL'])
  for (const MAIL_FROM of ['hooks', 'Hookwright <hooks>', '@example.com', 'a@b c']) expect(problemsOf(() => readEnv({ ...mail, MAIL_FROM })), MAIL_FROM).toEqual(['MAIL_FROM'])
})

test('an Inngest server needs its keys and the port of the worker', () => {
  expect(problemsOf(() => readEnv({ ...required, ENGINE: 'inngest' }))).toEqual(['INNGEST_EVENT_KEY', 'INNGEST_SIGNING_KEY', 'WORKER_PORT'])
})

test('web and worker cannot listen on one port', () => {
  const server = { ...required, ENGINE: 'inngest', INNGEST_EVENT_KEY: 'key', INNGEST_SIGNING_KEY: 'ab12' }
  expect(problemsOf(() => readEnv({ ...server, WORKER_PORT: '3000' }))).toEqual(['WORKER_PORT'])
  expect(readEnv({ ...server, WORKER_PORT: '3001' })).toMatchObject({ ENGINE: 'inngest', WORKER_PORT: 3001 })
})

test('secrets may be missing only while the embedded database brings them', () => {
  expect(readStartEnv({}).DATABASE_URL).toBeUndefined()
  expect(problemsOf(() => readStartEnv({ DATABASE_URL: required.DATABASE_URL }))).toEqual(['APP_SECRET', 'ENCRYPTION_KEYS'])
  expect(problemsOf(() => readEnv({}))).toEqual(['APP_SECRET', 'DATABASE_URL', 'ENCRYPTION_KEYS'])
})

test('the loopback names are trusted origins only while APP_URL is unset', () => {
  expect(readEnv({ ...required, PORT: '4000' }).trustedOrigins).toContain('http://127.0.0.1:4000')
  expect(readEnv({ ...required, APP_URL: 'https://hooks.example.com/' })).toMatchObject({
    APP_URL: 'https://hooks.example.com', trustedOrigins: ['https://hooks.example.com'],
  })
})

test('a message never shows the value of a secret', () => {
  expect(() => readEnv({ ...required, APP_SECRET: 'tooshort', ENCRYPTION_KEYS: 'k1:c2VjcmV0' })).toThrow(
    expect.objectContaining({ message: expect.not.stringMatching(/tooshort|c2VjcmV0/) }))
})

function problemsOf(read: () => unknown): string[] {
  try {
    read()
  } catch (error) {
    if (error instanceof EnvError) return error.problems.map(({ name }) => name).sort()
    throw error
  }
  throw new Error('no mistake was found')
}
