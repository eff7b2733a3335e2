import { env } from '@/lib/env'
import { createDoor, type Door } from './create-door'
import type { DestinationPolicy } from './destination-policy'
import { parseEncryptionKeys } from './parse-encryption-keys'
import { createSecretBox, type SecretBox } from './secret-box'

// What this process uses, made from the settings at first use; on globalThis because Next loads modules twice.
const holder = globalThis as typeof globalThis & { hookwrightDoor?: Door; hookwrightSecretBox?: SecretBox }

/** Where destinations may lead, from the settings. */
export function destinationPolicy(): DestinationPolicy {
  const { ALLOWED_PRIVATE_DESTINATIONS, ALLOW_HTTP_DESTINATIONS, APP_URL, HOST, PORT, WORKER_PORT } = env()
  return {
    allowedPrivate: ALLOWED_PRIVATE_DESTINATIONS,
    allowHttp: ALLOW_HTTP_DESTINATIONS,
    ownInbox: { appUrl: APP_URL, host: HOST, port: PORT, otherPorts: WORKER_PORT === undefined ? [] : [WORKER_PORT] },
  }
}

/** The process's one door out. */
export const door = (): Door => (holder.hookwrightDoor ??= createDoor({ policy: destinationPolicy() }))

/** The process's secret box. */
export const secretBox = (): SecretBox => (holder.hookwrightSecretBox ??= makeSecretBox())

function makeSecretBox(): SecretBox {
  const parsed = parseEncryptionKeys(env().ENCRYPTION_KEYS)
  if (!parsed.ok) throw new Error(`ENCRYPTION_KEYS ${parsed.message}`)
  return createSecretBox(parsed.keys)
}
