import { test as base, expect } from '@playwright/test'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'
import { ApiClient } from './api-client'
import { readSharedProduct, sessionFile, type SharedProduct } from './shared-product'
import { watchPages } from './watch-page'

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

interface WorkerFixtures {
  product: SharedProduct
}

/** All browser tests use this `test`: it fails too when a page leaves the origin, breaks the CSP or logs an error. */
export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  signedIn: [true, { option: true }],
  expectedStatuses: [[], { option: true }],
  product: [async ({}, use) => use(readSharedProduct()), { scope: 'worker' }],
  baseURL: async ({ product }, use) => use(product.url),
  storageState: async ({ signedIn }, use) => use(signedIn ? sessionFile() : undefined),
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
