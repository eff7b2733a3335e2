import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { findMissingKeys, sayMissingKeys } from '@/lib/security/find-missing-keys'
import { parseEncryptionKeys } from '@/lib/security/parse-encryption-keys'
import { rewrapSecrets, type RewrapReport } from '@/lib/security/rewrap-secrets'
import { createSecretBox } from '@/lib/security/secret-box'
import { SEALED_COLUMNS, sealedPlace } from '@/lib/security/sealed-columns'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

const [one, two] = ['k1', 'k2'].map((id) => `${id}:${randomBytes(32).toString('base64')}`)
const boxWith = (text: string) => {
  const parsed = parseEncryptionKeys(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return createSecretBox(parsed.keys)
}
const before = boxWith(`${one}`)
const during = boxWith(`${two},${one}`)
const after = boxWith(`${two}`)

let database: TestDatabase
const workspaceId = newId('ws')

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId } })
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})
beforeEach(async () => {
  await pool().query('TRUNCATE integration, integration_draft, mail CASCADE')
})

const INSERT = {
  integration: `INSERT INTO integration (id, workspace_id, type, name, enabled, url, headers, params, auth, signing, policy, limits, secrets, updated_at)
    SELECT id, $2, 'webhook', 'x', true, 'https://x.example', '[]', '[]', '{}', '{}', '{}', '{}', secrets, now() FROM unnest($1::text[], $3::bytea[]) AS s(id, secrets)`,
  integration_draft: `INSERT INTO integration_draft (id, workspace_id, step, data, secrets, updated_at)
    SELECT id, $2, 'type', '{}', secrets, now() FROM unnest($1::text[], $3::bytea[]) AS s(id, secrets)`,
}
type Table = keyof typeof INSERT

const fill = async (table: Table, count: number, box = before): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => newId(table === 'integration' ? 'int' : 'drf'))
  const sealed = ids.map((id) => Buffer.from(box.seal(`secret of ${id}`, sealedPlace(table, { id, workspaceId }))))
  await pool().query(INSERT[table], [ids, workspaceId, sealed])
  return ids
}
const open = async (table: Table, id: string, box = after) => {
  const { rows } = await pool().query<{ secrets: Buffer }>(`SELECT secrets FROM ${table} WHERE id = $1`, [id])
  return box.open(rows[0]?.secrets ?? Buffer.of(), sealedPlace(table, { id, workspaceId })).reveal()
}
const rewrap = (onProgress: () => void = () => {}, batch = 7): Promise<RewrapReport> =>
  rewrapSecrets(pool(), during, { currentKeyId: 'k2', onProgress, batch })

it('knows every column that holds secrets: a new one cannot be forgotten', async () => {
  const { rows } = await pool().query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'bytea' AND column_name LIKE '%secret%' ORDER BY 1, 2`)
  expect(rows).toEqual([...SEALED_COLUMNS])
})

it('re-wraps every table in batches; the secrets are the same and the old key is not needed any more', async () => {
  const ids = await fill('integration', 20)
  const drafts = await fill('integration_draft', 5)
  await fill('integration', 3, after)
  const mail = { id: newId('mail'), workspaceId: null }
  await pool().query(`INSERT INTO mail (id, kind, "to", subject, text, once, secret_link) VALUES ($1, 'password_reset', '', '', '', $1, $2)`,
    [mail.id, Buffer.from(before.seal('https://link', sealedPlace('mail', mail)))])
  await prisma().integrationDraft.create({ data: { id: newId('drf'), workspaceId, step: 'type', data: {} } }) // without secrets
  expect(await rewrap()).toEqual({ rewrapped: 26, remaining: 0, left: [] })
  for (const id of ids) expect(await open('integration', id)).toBe(`secret of ${id}`)
  for (const id of drafts) expect(await open('integration_draft', id)).toBe(`secret of ${id}`)
  expect(await findMissingKeys(pool(), ['k2'])).toEqual([])
  const { rows } = await pool().query<{ version: number }>('SELECT DISTINCT version FROM integration')
  expect(rows).toEqual([{ version: 1 }]) // an ETag somebody holds stays good
})

it('goes on where it was broken off', async () => {
  await fill('integration', 20)
  let batches = 0
  const breakOff = () => {
    if (++batches === 2) throw new Error('pulled the plug')
  }
  await expect(rewrap(breakOff)).rejects.toThrow('pulled the plug')
  expect(await rewrap()).toEqual({ rewrapped: 6, remaining: 0, left: [] })
})

it('does not undo what is written at the same moment', async () => {
  const [id = ''] = await fill('integration', 1)
  const fresh = Buffer.from(before.seal('entered anew', sealedPlace('integration', { id, workspaceId })))
  let reads = 0
  const racing = {
    query: async <R extends object>(text: string, values?: unknown[]) => {
      if (text.startsWith('UPDATE integration t') && ++reads === 1) await pool().query('UPDATE integration SET secrets = $2 WHERE id = $1', [id, fresh])
      return pool().query<R>(text, values)
    },
  } as unknown as ReturnType<typeof pool> // the two things that are asked of it
  expect(await rewrapSecrets(racing, during, { currentKeyId: 'k2', onProgress: () => {} })).toEqual({ rewrapped: 1, remaining: 0, left: [] })
  expect(await open('integration', id)).toBe('entered anew')
})

it('names what it cannot re-wrap, does the rest, and counts what remains', async () => {
  const ids = await fill('integration', 4)
  const [lost = '', moved = '', damaged = '', good = ''] = ids
  const third = boxWith(`k3:${randomBytes(32).toString('base64')}`)
  await pool().query('UPDATE integration SET secrets = $2 WHERE id = $1', [lost, Buffer.from(third.seal('x', sealedPlace('integration', { id: lost, workspaceId })))])
  await pool().query('UPDATE integration SET secrets = (SELECT secrets FROM integration WHERE id = $2) WHERE id = $1', [moved, good])
  await pool().query(`UPDATE integration SET secrets = '\\x' WHERE id = $1`, [damaged])
  const report = await rewrap()
  expect(report).toMatchObject({ rewrapped: 1, remaining: 3 })
  expect(report.left.map(({ id, reason }) => [id, reason])).toEqual([
    [lost, 'Encryption key "k3" is not in ENCRYPTION_KEYS'],
    [moved, expect.stringContaining('moved from another row')],
    [damaged, expect.stringContaining('not a secret box')],
  ])
  expect(await open('integration', good)).toBe(`secret of ${good}`)
})

it('a start learns which keys are missing, and bytes that are no box do not hinder it', async () => {
  await fill('integration', 3)
  const [odd] = await fill('integration_draft', 2)
  for (const bytes of ['\\x', '\\x01', '\\x01ff', '\\x0102ffff', `\\x01ff${'00'.repeat(200)}`, `\\x02ff${'00'.repeat(400)}`]) {
    await pool().query('UPDATE integration_draft SET secrets = $2::bytea WHERE id = $1', [odd, bytes])
    expect((await findMissingKeys(pool(), ['k2'])).find(({ keyId }) => keyId === 'k1')).toEqual({ keyId: 'k1', rows: 4 })
  }
  expect(await findMissingKeys(pool(), ['k2', 'k1'])).toEqual([])
  expect(sayMissingKeys([{ keyId: 'k1', rows: 4 }])).toMatch(/ENCRYPTION_KEYS lacks the key "k1", .* 4 rows/)
})
