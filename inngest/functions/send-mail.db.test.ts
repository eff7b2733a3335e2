import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { dispatch } from '@/inngest/dispatch'
import { startWorld, type World } from '@/inngest/testing/start-world'
import { inTransaction, pool } from '@/lib/db'
import { runsOnServer } from '@/lib/env'
import { queueMails } from '@/lib/mail/queue-mail'
import { listMails } from '@/lib/mail/read-mails'
import { startMailServer, type MailServer } from '@/lib/testing/start-mail-server'

let server: MailServer
let world: World
beforeAll(async () => {
  server = await startMailServer({ disabledCommands: ['STARTTLS', 'AUTH'] })
  vi.stubEnv('SMTP_URL', server.url) // before the settings are read for the first time
  vi.stubEnv('MAIL_FROM', 'hooks@example.com')
  world = await startWorld()
  await world.startWorker()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await world.close()
  await server.close()
})

const queue = (once: string) => inTransaction((tx) => queueMails(tx, dispatch, [{
  workspaceId: world.workspaceId, kind: 'disabled', to: 'owner@example.org', subject: once, text: 'text', once,
}]))
const statusOf = async (subject: string) => (await listMails(world.workspaceId, { limit: 50 })).data.find((mail) => mail.subject === subject)?.status

it('a mail that was queued in a transaction is sent when that commits, and not when it is rolled back', async () => {
  await expect(inTransaction(async (tx) => {
    await queueMails(tx, dispatch, [{ workspaceId: world.workspaceId, kind: 'disabled', to: 'a@example.org', subject: 'no', text: '', once: 'no' }])
    throw new Error('rolled back')
  })).rejects.toThrow('rolled back')
  await queue('one')
  await expect.poll(() => statusOf('one')).toBe('sent')
  expect(server.mails).toHaveLength(1)
})

// Sees into the embedded runner.
it.skipIf(runsOnServer())('a mail that the server puts off sleeps durably until its next try', async () => {
  server.answer(421)
  await queue('two')
  const asleep = async () => (await pool().query<{ s: number }>(
    `SELECT extract(epoch FROM run_at - now())::float8 AS s FROM runner_run WHERE fn = 'hookwright-send-mail' AND lease_until IS NULL`,
  )).rows[0]?.s ?? 0
  await expect.poll(asleep).toBeGreaterThan(50)
  expect(await statusOf('two')).toBe('queued')
  server.answer(null)
  // The minute is over.
  await pool().query(`UPDATE runner_run SET run_at = now(), pending = (SELECT jsonb_object_agg(key, value || '{"at":0}') FROM jsonb_each(pending))
    WHERE fn = 'hookwright-send-mail'`)
  await expect.poll(() => statusOf('two')).toBe('sent')
  expect(server.mails).toHaveLength(2)
})
