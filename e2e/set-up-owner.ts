import { request } from '@playwright/test'
import type { Product } from './start-product'

export const owner = { workspace: 'Acme', name: 'Ada Owner', email: 'ada@acme.example', password: 'correct horse battery' }

/** What a browser keeps of a person who is signed in. */
export type Session = Awaited<ReturnType<Awaited<ReturnType<typeof request.newContext>>['storageState']>>

/** Makes the first owner and signs in, as the set-up page does. */
export async function setUpOwner({ url, setUpUrl }: Pick<Product, 'url' | 'setUpUrl'>): Promise<Session> {
  const context = await request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } })
  const post = async (path: string, data: object): Promise<void> => {
    const response = await context.post(path, { data })
    if (!response.ok()) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`)
  }
  const { workspace: workspaceName, name, email, password } = owner
  await post('/api/setup', { token: new URL(setUpUrl).searchParams.get('token'), workspaceName, name, email, password })
  await post('/api/auth/sign-in/email', { email, password })
  const session = await context.storageState()
  await context.dispose()
  return session
}
