import { createSecretKey, type KeyObject } from 'node:crypto'

/** `key` is a `KeyObject`: printing it shows nothing. */
export type EncryptionKey = { id: string; key: KeyObject }

/** The first key is the current one; there is at least one. */
export type EncryptionKeys = readonly [EncryptionKey, ...EncryptionKey[]]

export type ParsedKeys = { ok: true; keys: EncryptionKeys } | { ok: false; message: string }

const KEY_ID = /^[\w.-]{1,64}$/
const KEY_BYTES = 32

/** Parses `ENCRYPTION_KEYS` (`id:base64key[,…]`, 32 bytes each, first is current). Messages never hold a key. */
export function parseEncryptionKeys(text: string): ParsedKeys {
  const keys: EncryptionKey[] = []
  for (const [index, entry] of text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .entries()) {
    const colon = entry.indexOf(':')
    const id = entry.slice(0, Math.max(colon, 0))
    const bytes = Buffer.from(entry.slice(colon + 1), 'base64')
    if (!KEY_ID.test(id)) return { ok: false, message: `entry ${index + 1} must be id:base64key` }
    if (bytes.length !== KEY_BYTES) return { ok: false, message: `key "${id}" must be ${KEY_BYTES} bytes in base64` }
    if (keys.some((key) => key.id === id)) return { ok: false, message: `key id "${id}" is there twice` }
    keys.push({ id, key: createSecretKey(bytes) })
  }
  const [current, ...older] = keys
  return current ? { ok: true, keys: [current, ...older] } : { ok: false, message: 'no key is given' }
}
