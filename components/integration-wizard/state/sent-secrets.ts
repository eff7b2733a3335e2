import type { SecretField } from './form-state'
import type { ContractBody } from './to-contract'

/**
 * The same body without the secrets that were already stored: those become `{set: true}`, so that each typed secret
 * crosses the wire once. `stored` is the last body the server acknowledged.
 */
export function withoutStoredSecrets<T extends ContractBody>(body: T, stored: ContractBody | null): T {
  if (stored === null) return body
  const { destination, signing } = body
  const storedHeaders = new Map(stored.destination.headers.map((row) => [row.name, row]))
  return {
    ...body,
    destination: {
      ...destination,
      headers: destination.headers.map((row) => {
        const former = storedHeaders.get(row.name)
        return row.secret && former?.secret ? { ...row, value: keep(row.value, former.value) } : row
      }),
      auth: keepAuth(destination.auth, stored.destination.auth),
    },
    signing:
      signing.secret === undefined || stored.signing.secret === undefined
        ? signing
        : { ...signing, secret: keep(signing.secret, stored.signing.secret) },
  }
}

type Auth = ContractBody['destination']['auth']

function keepAuth(auth: Auth, stored: Auth): Auth {
  if (auth.kind === 'basic' && stored.kind === 'basic') return { ...auth, password: keep(auth.password, stored.password) }
  if (auth.kind === 'bearer' && stored.kind === 'bearer') return { ...auth, token: keep(auth.token, stored.token) }
  return auth
}

function keep(value: SecretField, stored: SecretField): SecretField {
  return value !== '' && value === stored ? { set: true } : value
}
