import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = join(import.meta.dirname, '../..')

// The real product is started, killed and started again: one test at a time, each with minutes instead of seconds.
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
    fileParallelism: false,
    testTimeout: 170_000,
    maxConcurrency: 4,
    hookTimeout: 60_000,
  },
})
