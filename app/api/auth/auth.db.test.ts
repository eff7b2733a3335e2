import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { POST as requestReset } from '@/app/api/password-reset/route'
import { POST as confirmReset } from '@/app/api/password-reset/confirm/route'
import { makePerson, makeWorkspace, PASSWORD, postAuth, signInAs } from '@/app/api/testing/people'
import { TestBrowser } from '@/app/api/testing/test-browser'
import { POST as changePassword } from '@/app/api/v1/account/password/route'
import { DELETE as revokeOthers, GET as listSessions } from '@/app/api/v1/account/sessions/route'
import { DELETE as revokeSession } from '@/app/api/v1/account/sessions/[id]/route'
import { GET as listMails } from '@/app/api/v1/mails/route'
import { GET as readWorkspace } from '@/app/api/v1/workspace/route'
import { auth } from '@/lib/auth/auth'
import { closeDb, pool, useDatabase } from '@/lib/db'
import { openLink } from '@/lib/mail/mail-link'
import { resetByOperator } from '@/lib/people/reset-by-operator'
import { addressGroup } from '@/lib/throttle/client-address'
import { limits } from '@/lib/throttle/limits'
import { takeTry, type Limit } from '@/lib/throttle/throttle'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { GET as getAuth, POST as authRoute } from './[...all]/route'

let database: TestDatabase
let workspaceId: string
beforeAll(async () => {
  vi.stubEnv('SMTP_URL', 'smtp://127.0.0.1:1') // before the settings are read: links are mailed; no worker runs here
  vi.stubEnv('MAIL_FROM', 'hooks@example.com')
  database = await createTestDatabase()
  await useDatabase(database.url)
  workspaceId = await makeWorkspace()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await closeDb()
  await database.drop()
})

let lastAddress = 0
const elsewhere = () => new TestBrowser(`198.51.${Math.floor(++lastAddress / 250)}.${lastAddress % 250}`)
const tryPassword = (email: string, password: string, browser = elsewhere()) => postAuth(browser, '/sign-in/email', { email, password })
const workspaceStatus = async (browser: TestBrowser) => (await browser.call(readWorkspace, { method: 'GET' })).status
const sessionsOf = async (browser: TestBrowser) => (await browser.call(listSessions, { method: 'GET' })).json.data

/** Uses up a limit but for so many tries; `used` were made before. */
const takeAllBut = async (limit: Limit, left: number, used = 0) => {
  for (let i = used; i < limit.max - left; i++) expect((await takeTry([limit])).outcome).toBe('taken')
}

it('of what the library offers, only what is used is reachable', async () => {
  const { email } = await makePerson(workspaceId, 'viewer')
  const browser = await signInAs(email)
  const wanted = ['/sign-in/email', '/sign-out', '/two-factor/disable', '/two-factor/enable', '/two-factor/generate-backup-codes', '/two-factor/verify-backup-code', '/two-factor/verify-totp']
  const all = Object.values(auth().api).flatMap((endpoint) => ('path' in endpoint && typeof endpoint.path === 'string' ? [endpoint.path] : []))
  expect(all).toEqual(expect.arrayContaining([...wanted, '/sign-up/email', '/update-user', '/delete-user', '/list-sessions', '/reset-password']))
  const guesses = ['/organization/update-member-role', '/organization/invite-member', '/organization/create', '/sign-in/email/', '//sign-in/email', '/two-factor/../update-user']
  for (const path of [...new Set([...all, ...guesses])].filter((each) => !wanted.includes(each))) {
    for (const method of ['GET', 'POST']) {
      const answer = await browser.call(method === 'GET' ? getAuth : authRoute, { method, path: `/api/auth${path}`, ...(method === 'POST' && { body: { name: 'x' } }) })
      expect([method, path, answer.status]).toEqual([method, path, 404])
    }
  }
  expect((await browser.call(getAuth, { method: 'GET', path: '/api/auth/sign-in/email' })).status).toBe(404)
  expect((await postAuth(new TestBrowser(), '/sign-in/email', { email, password: PASSWORD }, { origin: 'https://evil.example', cookie: 'a=b' })).status).toBe(403)
})

it('guessing one account from many addresses ends in a pause, the same for an account that does not exist', async () => {
  const { email } = await makePerson(workspaceId, 'admin')
  const office = await signInAs(email, new TestBrowser('192.0.2.10'))
  const seen = new Set<string>()
  for (const guessed of [email, 'nobody@acme.example']) {
    await takeAllBut(limits.signInAccount(guessed), 2)
    const answers = [await tryPassword(guessed, 'wrong'), await tryPassword(guessed, 'wrong'), await tryPassword(guessed, 'wrong')]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 429])
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(600)
    for (const { json } of answers.slice(0, 2)) seen.add(JSON.stringify(json))
  }
  expect(seen.size).toBe(1)
  expect((await tryPassword(email, PASSWORD)).status).toBe(429)
  // The person is not shut out where the person is at work.
  expect((await tryPassword(email.toUpperCase(), PASSWORD, new TestBrowser('192.0.2.10'))).status).toBe(200)
  expect(await workspaceStatus(office)).toBe(200)
})

it('many tries at once do not get past the limit', async () => {
  const { email } = await makePerson(workspaceId, 'admin')
  await takeAllBut(limits.signInAccount(email), 3)
  const answers = await Promise.all(Array.from({ length: 12 }, () => tryPassword(email, 'wrong')))
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 3 }, () => 401), ...Array.from({ length: 9 }, () => 429)])
})

it('guessing many accounts from one address ends in a pause; successes of an office do not', async () => {
  const { email } = await makePerson(workspaceId, 'viewer')
  await takeAllBut(limits.signInAddress('192.0.2.77'), 1)
  const office = () => new TestBrowser('192.0.2.77')
  for (let i = 0; i < 3; i++) await signInAs(email, office())
  expect([(await tryPassword('guess1@acme.example', 'wrong', office())).status, (await tryPassword('guess2@acme.example', 'wrong', office())).status]).toEqual([401, 429])
  // The /64 of an IPv6 line is one place.
  const onLine = (host: string) => tryPassword(`${host}@acme.example`, 'wrong', new TestBrowser(`2001:db8:0:1::${host}`))
  await takeAllBut(limits.signInAddress(addressGroup(new Headers({ 'x-forwarded-for': '2001:db8:0:1::1' }))), 1)
  expect([(await onLine('2')).status, (await onLine('3')).status]).toEqual([401, 429])
  expect((await tryPassword('six@acme.example', 'wrong', new TestBrowser('2001:db8:0:2::1'))).status).toBe(401)
})

it('a session is new with each sign-in, is listed in words, and ends alone or with all others', async () => {
  const { email } = await makePerson(workspaceId, 'viewer')
  const planted = new TestBrowser()
  planted.cookies.set('hookwright.session_token', 'planted.by-somebody')
  const [here, there, third] = [await signInAs(email, planted), await signInAs(email, new TestBrowser('192.0.2.20', 'curl/8.5.0')), await signInAs(email)]
  expect(here.cookies.get('hookwright.session_token')).not.toContain('planted')
  const list = await sessionsOf(here)
  expect(list).toHaveLength(3)
  expect(list[0]).toMatchObject({ current: true, device: 'Firefox 140 on Linux', address: '203.0.113.7' })
  expect(JSON.stringify(list)).not.toContain(decodeURIComponent(here.cookies.get('hookwright.session_token') ?? '').split('.')[0])
  const other = list.find(({ device }) => device === 'curl/8.5.0')
  expect(other).toMatchObject({ current: false, address: '192.0.2.20' })
  const stranger = await signInAs((await makePerson(workspaceId, 'owner')).email)
  expect((await stranger.call(revokeSession, { method: 'DELETE', params: { id: String(other?.id) } })).status).toBe(404)
  expect((await here.call(revokeSession, { method: 'DELETE', params: { id: String(other?.id) } })).status).toBe(204)
  expect([await workspaceStatus(there), await workspaceStatus(third), await workspaceStatus(here)]).toEqual([401, 200, 200])
  expect((await here.call(revokeOthers, { method: 'DELETE' })).json).toEqual({ revoked: 1 })
  expect([await workspaceStatus(third), await workspaceStatus(here), await workspaceStatus(stranger)]).toEqual([401, 200, 200])
})

it('a new password ends the other sessions, and guessing the current one ends in a pause', async () => {
  const { email, userId } = await makePerson(workspaceId, 'viewer')
  const [here, there] = [await signInAs(email), await signInAs(email)]
  const change = (currentPassword: string, newPassword = 'another good password') => here.call(changePassword, { body: { currentPassword, newPassword } })
  expect((await change('wrong')).json).toMatchObject({ status: 422, errors: [{ pointer: '/currentPassword' }] })
  expect((await change(PASSWORD, 'short')).status).toBe(422)
  expect((await change(PASSWORD)).status).toBe(204)
  expect([await workspaceStatus(here), await workspaceStatus(there)]).toEqual([200, 401])
  expect([(await tryPassword(email, PASSWORD)).status, (await tryPassword(email, 'another good password')).status]).toEqual([401, 200])
  await takeAllBut(limits.passwordAgain(userId), 1)
  expect((await change('wrong')).status).toBe(422)
  const refused = await change('another good password')
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
})

// RFC 6238 with SHA-1, 6 digits, 30 s; `ahead` steps from now.
const codeFor = (uri: string, ahead = 0): string => {
  const bits = [...(new URL(uri).searchParams.get('secret') ?? '')].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0')).join('')
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const digest = createHmac('sha1', secret).update(step).digest()
  return String((digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const withSecondFactor = async () => {
  const person = await makePerson(workspaceId, 'viewer')
  const browser = await signInAs(person.email)
  const enabled = await postAuth(browser, '/two-factor/enable', { password: PASSWORD })
  const uri = String(enabled.json.totpURI)
  expect((await postAuth(browser, '/two-factor/verify-totp', { code: codeFor(uri) })).status).toBe(200)
  return { ...person, browser, uri, backupCodes: enabled.json.backupCodes as string[] } // as the library documents it
}

const passwordStep = async (email: string) => {
  const browser = elsewhere()
  const { json, status } = await postAuth(browser, '/sign-in/email', { email, password: PASSWORD })
  expect([status, json.twoFactorRedirect, await workspaceStatus(browser)]).toEqual([200, true, 401])
  return browser
}

it('the second factor: on with a code, asked for at sign-in, a code is good once, off with the password', async () => {
  const { email, browser, uri, backupCodes, userId } = await withSecondFactor()
  expect(await workspaceStatus(browser)).toBe(200)
  const { rows: [stored] } = await pool().query('SELECT * FROM two_factor WHERE user_id = $1', [userId])
  for (const secret of [new URL(uri).searchParams.get('secret') ?? '', ...backupCodes]) expect(JSON.stringify(stored)).not.toContain(secret)
  expect((await tryPassword(email, 'wrong')).status).toBe(401)

  const first = await passwordStep(email)
  expect((await postAuth(first, '/two-factor/verify-totp', { code: '000000' })).status).toBe(401)
  const code = codeFor(uri, 1)
  expect((await postAuth(first, '/two-factor/verify-totp', { code: `${code.slice(0, 3)} ${code.slice(3)}`, trustDevice: true })).status).toBe(200)
  expect([await workspaceStatus(first), [...first.cookies.keys()].filter((name) => name.includes('trust'))]).toEqual([200, []])
  expect((await postAuth(await passwordStep(email), '/two-factor/verify-totp', { code })).status).toBe(401) // looked on

  const backup = { code: backupCodes[0] }
  const second = await passwordStep(email)
  expect((await postAuth(second, '/two-factor/verify-backup-code', backup)).status).toBe(200)
  expect(await workspaceStatus(second)).toBe(200)
  expect((await postAuth(await passwordStep(email), '/two-factor/verify-backup-code', backup)).status).toBe(401)

  expect((await postAuth(browser, '/two-factor/disable', { password: 'wrong' })).status).toBe(400)
  expect((await postAuth(browser, '/two-factor/disable', { password: PASSWORD })).status).toBe(200)
  const plain = elsewhere()
  expect([(await tryPassword(email, PASSWORD, plain)).status, await workspaceStatus(plain)]).toEqual([200, 200])
})

it('guessing codes ends in a pause, however many sign-ins are begun and from wherever', async () => {
  const { email, uri, userId } = await withSecondFactor()
  await takeAllBut(limits.codeAccount(userId), 2)
  const answers = []
  for (const code of ['000000', '000001', '000002']) answers.push(await postAuth(await passwordStep(email), '/two-factor/verify-totp', { code }))
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 429])
  expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(60)
  expect((await postAuth(await passwordStep(email), '/two-factor/verify-totp', { code: codeFor(uri, 1) })).status).toBe(429)
})

const mailedLink = async (email: string) => {
  const { rows } = await pool().query<{ id: string; link: Buffer }>(`SELECT id, secret_link AS link FROM mail WHERE "to" = $1 AND kind = 'password_reset' ORDER BY id DESC`, [email])
  return rows.map(({ id, link }) => openLink({ id, workspaceId: null }, link).split('/').at(-1) ?? '')
}

it('a mailed link sets a new password once within an hour, and signs out everywhere; nobody else can read it', async () => {
  const owner = await signInAs((await makePerson(workspaceId, 'owner')).email)
  const { email } = await makePerson(workspaceId, 'admin')
  const here = await signInAs(email)
  const ask = (of: string) => elsewhere().call(requestReset, { body: { email: of } })
  const [known, unknown] = [await ask(email), await ask('nobody@acme.example')]
  expect([known.status, known.json, unknown.status, unknown.json]).toEqual([202, null, 202, null])
  await expect.poll(() => mailedLink(email)).toHaveLength(1)
  const [token = ''] = await mailedLink(email)
  const { rows: everywhere } = await pool().query(`SELECT row_to_json(v)::text AS row FROM verification v UNION ALL SELECT row_to_json(m)::text FROM mail m UNION ALL SELECT payload::text FROM (SELECT row_to_json(r) AS payload FROM runner_run r) x`)
  expect(JSON.stringify(everywhere)).not.toContain(token)
  expect((await owner.call(listMails, { method: 'GET' })).json.data).toEqual([])
  expect(await mailedLink('nobody@acme.example')).toEqual([])

  const confirm = (good: string, password = 'a very new password') => elsewhere().call(confirmReset, { body: { token: good, password } })
  expect([(await confirm('guessed')).status, (await confirm(token, 'short')).status]).toEqual([404, 422])
  const answers = await Promise.all([confirm(token), confirm(token)])
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404])
  expect([await workspaceStatus(here), (await tryPassword(email, PASSWORD)).status, (await tryPassword(email, 'a very new password')).status]).toEqual([401, 401, 200])

  await ask(email)
  await expect.poll(() => mailedLink(email)).toHaveLength(2)
  await pool().query(`UPDATE verification SET expires_at = now() - interval '1 second'`)
  expect((await confirm((await mailedLink(email))[0] ?? '')).status).toBe(404)
  await takeAllBut(limits.resetAccount(email), 1, 2)
  expect([(await ask(email)).status, (await ask(email)).status]).toEqual([202, 429])
})

it('the operator makes a link for whom no mail reaches, and takes a lost second step away', async () => {
  const { email, userId } = await withSecondFactor()
  expect(await resetByOperator('nobody@acme.example', { removesSecondFactor: true })).toEqual({ outcome: 'unknown' })
  const made = await resetByOperator(email, { removesSecondFactor: true })
  const token = made.outcome === 'made' ? made.link.split('/').at(-1) : ''
  expect((await elsewhere().call(confirmReset, { body: { token, password: 'a very new password' } })).status).toBe(204)
  const browser = elsewhere()
  expect([(await tryPassword(email, 'a very new password', browser)).status, await workspaceStatus(browser)]).toEqual([200, 200])
  expect(await actionsAbout(userId)).toEqual(expect.arrayContaining(['account.two_factor_disabled', 'account.password_reset']))
})

const actionsAbout = async (userId: string) =>
  (await pool().query<{ action: string }>('SELECT action FROM audit_entry WHERE target_id = $1 ORDER BY id', [userId])).rows.map(({ action }) => action)

it('the audit log of a workspace tells of its people: sign-ins and refused ones, passwords, the second step, sessions', async () => {
  const { email, userId, browser } = await withSecondFactor()
  await tryPassword(email, 'wrong')
  await expect.poll(() => actionsAbout(userId)).toEqual(['session.started', 'account.two_factor_enabled', 'session.refused'])
  await postAuth(browser, '/two-factor/disable', { password: PASSWORD })
  const other = await signInAs(email)
  await browser.call(revokeOthers, { method: 'DELETE' })
  await browser.call(changePassword, { body: { currentPassword: PASSWORD, newPassword: 'another good password' } })
  await postAuth(browser, '/sign-out', {})
  expect(await actionsAbout(userId)).toEqual([
    'session.started', 'account.two_factor_enabled', 'session.refused', 'account.two_factor_disabled', 'session.started', 'session.revoked', 'account.password_changed', 'session.ended',
  ])
  expect([await workspaceStatus(browser), await workspaceStatus(other)]).toEqual([401, 401])
  const { rows } = await pool().query(`SELECT actor_label, actor_id, address FROM audit_entry WHERE target_id = $1 AND action = 'session.refused'`, [userId])
  expect(rows).toMatchObject([{ actor_label: 'Somebody who is not signed in', actor_id: null, address: expect.stringMatching(/^198\.51\./) }])
})
