import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { startWorld, type World } from '@/inngest/testing/start-world'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes, type Scope } from '@/lib/contracts/api-key'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'
import { serveRoutes } from './serve-routes'

/** Where a vendor's way of working is played: routes on a server, a worker, and for each test its workspace and receiver. */
export interface Stage {
  readonly world: World
  readonly receiver: Receiver
  /** The server's, without /api/v1. */
  readonly url: string
  /** Of the workspace, with all scopes. */
  readonly key: string
  newKey(scopes?: readonly Scope[]): Promise<string>
  /** What a client with that key asks for, by its path under /api/v1. */
  ask<T>(method: string, path: string, body?: unknown): Promise<{ status: number; json: T }>
  /** The same, which has to succeed. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>
}

/** Sets the stage for the tests of one file. */
export function playVendor(routes: Parameters<typeof serveRoutes>[0]): Stage {
  let world: World
  let server: Awaited<ReturnType<typeof serveRoutes>>
  let receiver: Receiver
  let key: string

  const newKey: Stage['newKey'] = async (scopes = apiKeyScopes) =>
    (await createApiKey({ workspaceId: world.workspaceId, name: 'k', scopes, createdBy: null })).key
  const ask: Stage['ask'] = async <T>(method: string, path: string, body?: unknown) => {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method, headers: { authorization: `Bearer ${key}` }, ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, json: (text === '' ? null : JSON.parse(text)) as T } // what the routes answer is tested beside them
  }
  const call: Stage['call'] = async <T>(method: string, path: string, body?: unknown) => {
    const { status, json } = await ask<T>(method, path, body)
    expect([status < 300, json]).toEqual([true, json])
    return json
  }

  beforeAll(async () => {
    world = await startWorld()
    server = await serveRoutes(routes)
    await world.startWorker()
  })
  afterAll(async () => {
    await server.close()
    await world.close()
  })
  beforeEach(async () => {
    receiver = await startReceiver()
    key = await newKey()
  })
  afterEach(async () => {
    await receiver.close()
    await world.newWorkspace()
  })
  return {
    get world() { return world },
    get receiver() { return receiver },
    get url() { return server.url },
    get key() { return key },
    newKey, ask, call,
  }
}
