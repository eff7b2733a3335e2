import { useRunningProduct } from './use-running-product'

useRunningProduct()
// After the environment is complete: what it loads reads the settings.
const { readEnv } = await import('@/lib/env')
const { closeDb, pool } = await import('@/lib/db')
const { secretBox } = await import('@/lib/security/outgoing')
const { parseEncryptionKeys } = await import('@/lib/security/parse-encryption-keys')
const { rewrapSecrets } = await import('@/lib/security/rewrap-secrets')

const parsed = parseEncryptionKeys(readEnv(process.env).ENCRYPTION_KEYS)
if (!parsed.ok) throw new Error(parsed.message)
const [{ id: currentKeyId }, ...older] = parsed.keys
console.log(`The current key is "${currentKeyId}"; for reading there ${older.length === 1 ? 'is' : 'are'} also ${older.map(({ id }) => `"${id}"`).join(', ') || 'none'}.`)

const report = await rewrapSecrets(pool(), secretBox(), {
  currentKeyId,
  onProgress: ({ table, rewrapped, left }) => console.log(`${table}: ${rewrapped} re-wrapped${left > 0 ? `, ${left} could not be` : ''}`),
})
await closeDb()

const MAX_NAMED = 20
for (const { table, id, reason } of report.left.slice(0, MAX_NAMED)) console.error(`${table} ${id}: ${reason}`)
if (report.left.length > MAX_NAMED) console.error(`… and ${report.left.length - MAX_NAMED} more`)
console.log(`Re-wrapped: ${report.rewrapped}. Still under another key: ${report.remaining}.`)
if (report.remaining > 0) {
  console.error('Keep the older keys: something still needs them. Machines that run with the former ENCRYPTION_KEYS write with them, too.')
  process.exitCode = 1
}
