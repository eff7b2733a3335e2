import { useRunningProduct } from './use-running-product'

useRunningProduct()
// After the environment is complete: what it loads reads the settings.
const { seed } = await import('@/prisma/seed')
const { closeDb } = await import('@/lib/db')
console.log(await seed())
await closeDb()
