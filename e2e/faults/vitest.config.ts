import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = join(import.meta.dirname, '../..')

// The real product is started, killed and started again. Most of the time something is waited for, so that three files run
// at once, and in some of them several tests; on a machine that has much else to do, for minutes instead of seconds.
export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  test: {
    name: 'faults',
    include: ['e2e/faults/*.faults.test.ts'],
    globalSetup: ['e2e/faults/support/build-once.ts'],
    environment: 'node',
    // What accepts events and makes integrations in the test's own process; each site points it to a database of its own.
    env: {
      DATABASE_URL: 'postgresql://unused.invalid/unused',
      APP_SECRET: 'fault-secret-fault-secret-fault-secret-0',
      ENCRYPTION_KEYS: `faults:${Buffer.alloc(32, 7).toString('base64')}`,
      ALLOWED_PRIVATE_DESTINATIONS: '127.0.0.0/8',
      LOG_LEVEL: 'warn',
    },
    maxWorkers: 3,
    maxConcurrency: 6,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
