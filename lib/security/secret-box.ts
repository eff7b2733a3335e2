import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { EncryptionKey, EncryptionKeys } from '@/lib/security/parse-encryption-keys'
import { revealSecret, SecretString } from '@/lib/security/secret-string'

/** Where a secret lives. It is bound to the box: bytes copied to another place do not open. */
export type SecretPlace = { table: string; column: string; row: string; workspace: string }

export type SecretBox = {
  /** Encrypts under a new data key, which the current key wraps. */
  seal(plaintext: SecretString | string, place: SecretPlace): Uint8Array<ArrayBuffer>
  /** Throws `UnknownKeyError`, or `SecretBoxError` when the bytes are damaged or belong to another place. */
  open(bytes: Uint8Array, place: SecretPlace): SecretString
  /** The id of the key that wraps this box, known or not. */
  keyId(bytes: Uint8Array): string
  /** The same box under the current key; the same bytes when it already is, so a re-wrapping can be resumed. */
  rewrap(bytes: Uint8Array, place: SecretPlace): Uint8Array<ArrayBuffer>
}

export class SecretBoxError extends Error {
  override name = 'SecretBoxError'
}

export class UnknownKeyError extends SecretBoxError {
  override name = 'UnknownKeyError'
  constructor(readonly keyId: string) {
    super(`Encryption key "${keyId}" is not in ENCRYPTION_KEYS`)
  }
}

// version 1 | length of key id | key id | wrapped data key | encrypted secret; the last two are iv 12 | tag 16 | data.
const VERSION = 1
const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const DATA_KEY_BYTES = 32
const WRAPPED_BYTES = IV_BYTES + TAG_BYTES + DATA_KEY_BYTES

/** Envelope encryption with AES-256-GCM: a data key per box, wrapped by one of `keys`, bound to its place. */
export function createSecretBox(keys: EncryptionKeys): SecretBox {
  const [current] = keys
  const byId = new Map(keys.map((key) => [key.id, key]))
  const dataKey = (box: ParsedBox, place: SecretPlace): Buffer => {
    const key = byId.get(box.keyId)
    if (!key) throw new UnknownKeyError(box.keyId)
    return decrypt(key.key, box.wrapped, aadOf(place, 'key', box.keyId))
  }
  return {
    seal(plaintext, place) {
      const fresh = randomBytes(DATA_KEY_BYTES)
      const secret = encrypt(createSecretKey(fresh), Buffer.from(revealSecret(plaintext)), aadOf(place, 'secret'))
      return pack(current, fresh, secret, place)
    },
    open(bytes, place) {
      const box = parseBox(bytes)
      const key = createSecretKey(dataKey(box, place))
      return new SecretString(decrypt(key, box.secret, aadOf(place, 'secret')).toString('utf8'))
    },
    keyId: (bytes) => parseBox(bytes).keyId,
    rewrap(bytes, place) {
      const box = parseBox(bytes)
      if (box.keyId === current.id) return new Uint8Array(bytes)
      return pack(current, dataKey(box, place), box.secret, place)
    },
  }
}

type ParsedBox = { keyId: string; wrapped: Buffer; secret: Buffer }

function pack(key: EncryptionKey, dataKey: Buffer, secret: Buffer, place: SecretPlace): Uint8Array<ArrayBuffer> {
  const id = Buffer.from(key.id)
  const wrapped = encrypt(key.key, dataKey, aadOf(place, 'key', key.id))
  return new Uint8Array(Buffer.concat([Buffer.from([VERSION, id.length]), id, wrapped, secret]))
}

function parseBox(bytes: Uint8Array): ParsedBox {
  const box = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (box[0] !== VERSION) throw new SecretBoxError('These bytes are not a secret box of a known version')
  const idEnd = 2 + (box[1] ?? 0)
  const wrappedEnd = idEnd + WRAPPED_BYTES
  if (box.length < wrappedEnd + IV_BYTES + TAG_BYTES) throw new SecretBoxError('The secret box is cut off')
  return {
    keyId: box.toString('utf8', 2, idEnd),
    wrapped: box.subarray(idEnd, wrappedEnd),
    secret: box.subarray(wrappedEnd),
  }
}

// JSON keeps the fields apart: no two places give the same bytes.
function aadOf(place: SecretPlace, part: 'key' | 'secret', keyId = ''): Buffer {
  return Buffer.from(JSON.stringify([VERSION, part, keyId, place.table, place.column, place.row, place.workspace]))
}

function encrypt(key: KeyObject, plain: Buffer, aad: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES }).setAAD(aad)
  const data = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), data])
}

function decrypt(key: KeyObject, sealed: Buffer, aad: Buffer): Buffer {
  const tagEnd = IV_BYTES + TAG_BYTES
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(aad).setAuthTag(sealed.subarray(IV_BYTES, tagEnd))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()])
  } catch {
    throw new SecretBoxError('The secret does not open: damaged, moved from another row, or sealed by another key')
  }
}
