import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'
import { ApiClient } from './api-client'
import { setUpOwner, type Session } from './set-up-owner'
import { startProduct, type Product } from './start-product'
import { watchPages } from './watch-page'

// A start may have to wait for a build.
const START_AND_STOP_MS = 400_000

interface Options {
  /** Whether the browser starts with the owner's session. */
  signedIn: boolean
  /** Statuses that the test provokes. */
  expectedStatuses: number[]
}

interface Fixtures {
  api: ApiClient
  /** Where messages go: a real HTTP server of this test's own. */
  receiver: Receiver
  /** Takes away afterwards what the test has made. */
  emptyWorkspace: void
  faults: string[]
}

interface WorkerOptions {
  /** Whether there is an owner; only the tests of the first run begin without. */
  isSetUp: boolean
}

interface WorkerFixtures {
  /** The product as the README starts it: one for each worker, so that they do not meet. */
  product: Product
  session: Session | undefined
}

/** All browser tests use this `test`: it fails too when a page leaves the origin, breaks the CSP or logs an error. */
export const test = base.extend<Options & Fixtures, WorkerOptions & WorkerFixtures>({
  signedIn: [true, { option: true }],
  expectedStatuses: [[], { option: true }],
  isSetUp: [true, { option: true, scope: 'worker' }],
  product: [async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'hookwright-e2e-'))
    const removeFolder = () => rmSync(folder, { recursive: true, force: true })
    process.once('exit', removeFolder)
    const product = await startProduct(folder)
    const end = () => {
      product.killLeftovers()
      removeFolder()
    }
    process.off('exit', removeFolder).once('exit', end)
    await use(product)
    await product.stop()
    process.off('exit', end)
    removeFolder()
  }, { scope: 'worker', timeout: START_AND_STOP_MS }],
  session: [async ({ product, isSetUp }, use) => use(isSetUp ? await setUpOwner(product) : undefined), { scope: 'worker' }],
  baseURL: async ({ product }, use) => use(product.url),
  storageState: async ({ session, signedIn }, use) => use(signedIn ? session : undefined),
  api: async ({ product }, use) => {
    await use(new ApiClient(product.url, product.apiKey))
  },
  emptyWorkspace: [async ({ api, signedIn }, use) => {
    await use()
    if (signedIn) await api.clear()
  }, { auto: true }],
  receiver: async ({}, use) => {
    const receiver = await startReceiver()
    await use(receiver)
    await receiver.close()
  },
  faults: [async ({ context, product, expectedStatuses }, use) => {
    const faults = await watchPages(context, product.url, () => expectedStatuses)
    await use(faults)
    expect(faults, 'what the pages may not do').toEqual([])
  }, { auto: true }],
})

export { expect }
