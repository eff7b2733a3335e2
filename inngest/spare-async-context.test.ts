import { getAsyncCtx, runWithAsyncCtx } from 'inngest/experimental'
import { expect, it } from 'vitest'
import { createClient } from './client'

it("the SDK's own lookups find no context, so no storage is ever in use", async () => {
  createClient()
  const found = await runWithAsyncCtx({ app: createClient() }, async () => {
    await Promise.resolve()
    return [await getAsyncCtx()]
  })
  expect(found).toEqual([undefined])
})
