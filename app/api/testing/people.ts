import { POST as authRoute } from '@/app/api/auth/[...all]/route'
import type { Role } from '@/lib/contracts/member'
import { prisma } from '@/lib/db'
import { newId } from '@/lib/ids'
import { hashPassword } from '@/lib/people/set-password'
import { TestBrowser } from './test-browser'

export const PASSWORD = 'correct horse battery'
let passwordHash: string | undefined

/** A workspace without anybody. */
export async function makeWorkspace(name = 'Acme'): Promise<string> {
  const id = newId('ws')
  await prisma().workspace.create({ data: { id, name, slug: id } })
  return id
}

export interface TestPerson {
  userId: string
  memberId: string
  email: string
}

/** Somebody with an account (PASSWORD) and a role in a workspace. */
export async function makePerson(workspaceId: string, role: Role, email = `${newId('usr').toLowerCase()}@acme.example`): Promise<TestPerson> {
  passwordHash ??= await hashPassword(PASSWORD)
  const [userId, memberId] = [newId('usr'), newId('mem')]
  await prisma().user.create({
    data: {
      id: userId, name: email.split('@')[0] ?? '', email, emailVerified: true,
      accounts: { create: { id: newId('acc'), accountId: userId, providerId: 'credential', password: passwordHash } },
      members: { create: { id: memberId, workspaceId, role } },
    },
  })
  return { userId, memberId, email }
}

export const postAuth = (browser: TestBrowser, path: string, body: unknown, headers?: Record<string, string>) =>
  browser.call(authRoute, { path: `/api/auth${path}`, body, ...(headers && { headers }) })

/** A browser in which this person is signed in. */
export async function signInAs(email: string, browser = new TestBrowser()): Promise<TestBrowser> {
  const { status } = await postAuth(browser, '/sign-in/email', { email, password: PASSWORD })
  if (status !== 200) throw new Error(`Signing in answered ${status}`)
  return browser
}
