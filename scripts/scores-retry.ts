import { useRunningProduct } from './use-running-product'

// For the operator: npm run scores:retry

useRunningProduct()
// After the environment is complete: what it loads reads the settings.
const { closeDb, pool } = await import('@/lib/db')
const { retrySetAside } = await import('@/lib/scores/retry-set-aside')

const { batches, observations } = await retrySetAside(pool())
await closeDb()
console.log(batches === 0
  ? 'No scores are set aside.'
  : `${observations} observations of ${batches} requests are evaluated within a minute; what fails again is in the worker's log and set aside again.`)
process.exit(0)
