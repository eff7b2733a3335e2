import { notFound } from '@/lib/errors'
import { checkOriginOfBrowser } from '@/lib/http/check-origin'
import { parseBody, readBody } from '@/lib/http/read-body'
import { addressGroup } from '@/lib/throttle/client-address'
import { limits } from '@/lib/throttle/limits'
import { forgetTries, giveBack, takeTryOrThrow, type Limit } from '@/lib/throttle/throttle'
import { auth } from './auth'
import { isFamiliar } from './is-familiar'
import { endTrust } from './end-trust'
import { getPerson } from './session'
import { note, noteSignIn } from './note-sign-in'
import { isReplayed, signingIn } from './signing-in'

const MAX_BYTES = 10_000

interface Ask {
  request: Request
  body: Record<string, unknown>
}

type Answerer = (ask: Ask) => Promise<Response>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

// Only the fields that are named: what else a route of the library would take (redirects, devices to trust) is not offered.
const passOn = ({ request, body }: Ask, ...fields: string[]): Promise<Response> => {
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  headers.set('content-type', 'application/json')
  const picked = Object.fromEntries(fields.filter((field) => Object.hasOwn(body, field)).map((field) => [field, body[field]]))
  return auth().handler(new Request(request.url, { method: 'POST', headers, body: JSON.stringify(picked) }))
}

// A refusal counts. What went well is forgotten for the account and given back to the address, as is a fault of ours.
const counted = async (account: readonly Limit[], address: readonly Limit[], run: () => Promise<Response>): Promise<Response> => {
  await takeTryOrThrow([...account, ...address])
  const response = await run()
  if (response.ok) await Promise.all([forgetTries(account), giveBack(address)])
  else if (response.status >= 500) await giveBack([...account, ...address])
  return response
}

const signIn: Answerer = async (ask) => {
  const { headers } = ask.request
  const email = text(ask.body.email).toLowerCase()
  const place = addressGroup(headers)
  // Whoever guesses from elsewhere cannot shut out a person where that person is signed in.
  const account = (await isFamiliar(email, headers)) ? `${email} ${place}` : email
  const response = await counted([limits.signInAccount(account)], [limits.signInAddress(place)], () => passOn(ask, 'email', 'password', 'rememberMe'))
  await noteSignIn(response, headers, { email })
  return response
}

const verifyCode = (isTotp: boolean): Answerer => async (ask) => {
  const { headers } = ask.request
  const person = await getPerson(headers)
  const userId = person?.user.id ?? (await signingIn(headers))
  const code = text(ask.body.code).replaceAll(/\s/g, '')
  const account = userId === null ? [] : [limits.codeAccount(userId)]
  const response = await counted(account, [limits.codeAddress(addressGroup(headers))], async () => {
    if (isTotp && person === null && userId !== null && (await isReplayed(userId, code))) return wrongCode()
    return passOn({ ...ask, body: { code } }, 'code')
  })
  if (person === null) await noteSignIn(response, headers, { id: userId ?? '' })
  else if (response.ok && !person.user.twoFactorEnabled) await note(person, headers, 'account.two_factor_enabled')
  return response
}

const signOut: Answerer = async (ask) => {
  const person = await getPerson(ask.request.headers)
  const response = await passOn(ask)
  if (response.ok && person !== null) await note(person, ask.request.headers, 'session.ended')
  return response
}

const wrongCode = (): Response => Response.json({ code: 'INVALID_CODE', message: 'Invalid code' }, { status: 401 })

// These ask for the password again: a stolen session must not be able to guess it.
const withPassword = (...fields: string[]): Answerer => async (ask) => {
  const person = await getPerson(ask.request.headers)
  const account = person === null ? [] : [limits.passwordAgain(person.user.id)]
  return counted(account, [], () => passOn(ask, 'password', ...fields))
}

const disable: Answerer = async (ask) => {
  const person = await getPerson(ask.request.headers)
  const response = await withPassword()(ask)
  if (response.ok && person !== null) {
    await endTrust(person.user.id)
    await note(person, ask.request.headers, 'account.two_factor_disabled')
  }
  return response
}

// What the library offers besides (profiles, deletion, other ways to sign in, sessions by token) is not reachable.
const ROUTES: Record<string, Answerer> = {
  '/sign-in/email': signIn,
  '/sign-out': signOut,
  '/two-factor/enable': withPassword(),
  '/two-factor/disable': disable,
  '/two-factor/verify-totp': verifyCode(true),
  '/two-factor/verify-backup-code': verifyCode(false),
  '/two-factor/generate-backup-codes': withPassword(),
}

const readFields = async (request: Request): Promise<Record<string, unknown>> => {
  const bytes = await readBody(request, MAX_BYTES)
  const parsed: unknown = bytes.trim() === '' ? {} : parseBody(bytes)
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
}

/** Answers a request below /api/auth: only the routes above exist. Throws what lib/http turns into problem+json. */
export async function answerAuth(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, '')
  const answer = request.method === 'POST' && Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined
  if (!answer) throw notFound('address')
  checkOriginOfBrowser(request)
  return answer({ request, body: await readFields(request) })
}
