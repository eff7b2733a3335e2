import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bySystem } from '@/lib/audit/acting'
import { closeDb, inTransaction, pool, useDatabase } from '@/lib/db'
import type { Message } from '@/lib/dispatch'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { newId } from '@/lib/ids'
import { startMailServer, type MailServer } from '@/lib/testing/start-mail-server'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { openMailer, type Letter } from './open-mailer'
import { LINK, queueMails } from './queue-mail'
import { listMails } from './read-mails'
import { resendMail } from './resend-mail'
import { giveUpMail, sendMail } from './send-mail'

const FROM = 'Hookwright <hooks@example.com>'
const workspaceId = newId('ws')

let database: TestDatabase
let server: MailServer
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})
beforeEach(async () => {
  server = await startMailServer({ disabledCommands: ['STARTTLS', 'AUTH'] })
})
afterEach(async () => {
  await server.close()
  await pool().query('TRUNCATE mail')
})

const queue = async (overrides: Partial<{ to: string; subject: string; text: string; once: string; link: string }> = {}): Promise<string> => {
  const messages: Message[] = []
  const mail = {
    workspaceId, kind: 'disabled' as const, to: 'owner@example.org', subject: 'SIEM was switched off', text: 'Grüße,\nHookwright', once: newId('req'), ...overrides,
  }
  await inTransaction((tx) => queueMails(tx, async (_tx, sent) => messages.push(...sent), [mail]))
  return String(messages[0]?.data.mailId)
}
const send = (id: string, url = server.url) => sendMail({ pool: pool(), mailer: openMailer({ url, from: FROM }) }, id)
const read = async (id: string) => (await listMails(workspaceId, { limit: 50 })).data.find((mail) => mail.id === id)

describe('a mail', () => {
  it('is accepted by the server once, and noted as sent', async () => {
    const id = await queue()
    expect(await send(id)).toEqual({ outcome: 'sent' })
    expect(await send(id)).toEqual({ outcome: 'over' })
    expect(server.mails).toMatchObject([{ from: 'hooks@example.com', to: ['owner@example.org'] }])
    const { source } = server.mails[0] ?? { source: '' }
    expect(source).toContain(`Message-ID: <${id}@example.com>`)
    expect(source).toContain('From: Hookwright <hooks@example.com>')
    expect(source).toContain('Subject: SIEM was switched off')
    expect(source).toContain('Auto-Submitted: auto-generated')
    expect(source).toMatch(/Gr=C3=BC=C3=9Fe,|Grüße,/)
    expect(await read(id)).toMatchObject({ status: 'sent', attempts: 1, error: null, sentAt: expect.stringMatching(/Z$/) })
  })

  it('carries its link, which nobody can read here, neither before nor after', async () => {
    const link = 'https://hooks.example.com/invitation/secret-token'
    const id = await queue({ text: `Accept here: ${LINK}`, link })
    const stored = async () => JSON.stringify([await read(id), (await pool().query('SELECT row_to_json(m) FROM mail m')).rows])
    expect(await stored()).not.toContain('secret-token')
    expect(await send(id)).toEqual({ outcome: 'sent' })
    expect(server.mails[0]?.source).toContain(link)
    expect((await pool().query('SELECT secret_link FROM mail')).rows).toEqual([{ secret_link: null }])
    expect((await read(id))?.text).toBe('Accept here: (the link is only in the mail itself)')
  })

  it('is tried again after a 4xx, later each time, and then accepted', async () => {
    const id = await queue()
    server.answer(451)
    expect(await send(id)).toEqual({ outcome: 'later', waitSeconds: 60 })
    expect(await read(id)).toMatchObject({ status: 'queued', attempts: 1, error: expect.stringContaining('451') })
    expect(await send(id)).toEqual({ outcome: 'later', waitSeconds: 300 })
    server.answer(null)
    expect(await send(id)).toEqual({ outcome: 'sent' })
    expect(await read(id)).toMatchObject({ status: 'sent', attempts: 3, error: null })
    expect(server.mails).toHaveLength(1)
  })

  it('fails at once when the server refuses it for good, and says why', async () => {
    const id = await queue()
    server.answer(550)
    expect(await send(id)).toEqual({ outcome: 'failed' })
    expect(await read(id)).toMatchObject({ status: 'failed', attempts: 1, error: expect.stringContaining('Refused with 550'), sentAt: null })
    expect(await send(id)).toEqual({ outcome: 'over' })
  })

  it('waits about a day for a server that is down, then fails', async () => {
    const id = await queue()
    const { url } = server
    await server.close()
    let seconds = 0
    for (;;) {
      const result = await send(id, url)
      if (result.outcome !== 'later') break
      seconds += result.waitSeconds
    }
    expect(seconds / 3600).toBeGreaterThan(20)
    expect(seconds / 3600).toBeLessThan(28)
    expect(await read(id)).toMatchObject({ status: 'failed', attempts: 10, error: expect.stringMatching(/ECONNREFUSED/) })
  })

  it('waits for an operator to mend a wrong password, which it does not show', async () => {
    const strict = await startMailServer({ authOptional: false, disabledCommands: ['STARTTLS'], onAuth: (_auth, _session, done) => done(new Error('no')) })
    const id = await queue()
    expect(await send(id, strict.url.replace('//', '//robot:hunter2-hunter2@'))).toEqual({ outcome: 'later', waitSeconds: 60 })
    const mail = await read(id)
    expect(mail).toMatchObject({ status: 'queued', error: expect.stringContaining('535') })
    expect(mail?.error).not.toContain('hunter2')
    await strict.close()
  })

  it('is sent by one of several that try at once', async () => {
    const id = await queue()
    const outcomes = await Promise.all([send(id), send(id), send(id)])
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['later', 'later', 'sent'])
    expect(await send(id)).toEqual({ outcome: 'over' })
    expect(server.mails).toHaveLength(1)
  })

  it('that was accepted is only noted, not sent again, when the note failed', async () => {
    const id = await queue()
    const mailer = openMailer({ url: server.url, from: FROM })
    const breaking = { // the database goes away just then
      post: async (letter: Letter) => {
        const posted = await mailer.post(letter)
        await pool().query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
        return posted
      },
    }
    // How the loss shows depends on what is read first: the server's farewell, a broken pipe, a client that is no longer usable.
    await expect(sendMail({ pool: pool(), mailer: breaking }, id)).rejects.toSatisfy(isDatabaseDown)
    expect(await read(id)).toMatchObject({ status: 'queued', attempts: 1 })
    expect(await send(id)).toEqual({ outcome: 'sent' })
    expect(server.mails).toHaveLength(1)
    expect((await read(id))?.status).toBe('sent')
  })

  it('is kept while no mail server is set, and sent when someone asks for it later', async () => {
    const id = await queue()
    expect(await sendMail({ pool: pool(), mailer: null }, id)).toEqual({ outcome: 'kept' })
    expect(await read(id)).toMatchObject({ status: 'kept', attempts: 0, text: 'Grüße,\nHookwright' })
    const messages: Message[] = []
    const dispatch = async (_tx: unknown, sent: Message[]) => messages.push(...sent)
    await expect(resendMail(dispatch, bySystem(workspaceId), id, false)).rejects.toMatchObject({ code: 'conflict' })
    await expect(resendMail(dispatch, bySystem(newId('ws')), id, true)).rejects.toMatchObject({ code: 'not_found' })
    expect(await resendMail(dispatch, bySystem(workspaceId), id, true)).toMatchObject({ status: 'queued' })
    await expect(resendMail(dispatch, bySystem(workspaceId), id, true)).rejects.toMatchObject({ code: 'conflict' })
    expect(messages).toMatchObject([{ name: 'mail/send', data: { mailId: id } }])
    expect(await send(id)).toEqual({ outcome: 'sent' })
    await expect(resendMail(dispatch, bySystem(workspaceId), id, true)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('cannot be given further headers or receivers by its subject or address', async () => {
    const subject = 'Off\r\nBcc: evil@example.net\r\n\r\nHello\u2028X-Evil: 1'
    expect(await send(await queue({ subject }))).toEqual({ outcome: 'sent' })
    expect(server.mails[0]?.to).toEqual(['owner@example.org'])
    const headers = server.mails[0]?.source.split('\r\n\r\n')[0] ?? ''
    expect(headers).not.toMatch(/^(bcc|x-evil):/im)
    for (const to of ['owner@example.org, evil@example.net', 'owner@example.org\r\nBcc: evil@example.net', 'a@example.org>,<evil@example.net']) {
      await send(await queue({ to }))
    }
    expect(server.mails.flatMap((mail) => mail.to)).not.toContain('evil@example.net')
    expect(server.mails.map((mail) => mail.source.split('\r\n\r\n')[0]).join('\n')).not.toMatch(/^bcc:/im)
  })

  it('whose run was given up does not look queued for ever', async () => {
    const id = await queue()
    await giveUpMail(pool(), id)
    expect(await read(id)).toMatchObject({ status: 'failed', error: 'Sending it broke off too often' })
  })

  it('tells the same reason once', async () => {
    await queue({ once: 'disabled int_1 2026-11-22' })
    await queue({ once: 'disabled int_1 2026-11-22' })
    expect((await listMails(workspaceId, { limit: 50 })).data).toHaveLength(1)
  })

  it('is listed newest first, page by page, for its own workspace', async () => {
    const ids = [await queue(), await queue(), await queue()].reverse()
    const first = await listMails(workspaceId, { limit: 2 })
    const second = await listMails(workspaceId, { limit: 2, cursor: first.page.nextCursor ?? '' })
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids)
    expect((await listMails(newId('ws'), { limit: 2 })).data).toEqual([])
  })
})
