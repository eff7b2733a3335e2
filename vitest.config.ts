import { defineConfig } from 'vitest/config'

// Settings of the processes under test; each test file points lib/db to a database of its own (useDatabase).
const settings = {
  DATABASE_URL: 'postgresql://unused.invalid/unused',
  APP_SECRET: 'test-secret-test-secret-test-secret-0',
  ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  ALLOWED_PRIVATE_DESTINATIONS: '127.0.0.0/8',
  LOG_LEVEL: 'silent',
}

// The program of a real Inngest server: in tests that have a world, the durable functions then run on one, whose keys and
// port each world makes itself.
const binary = process.env.INNGEST_TEST_BINARY
const onServer = binary
  ? { ENGINE: 'inngest', INNGEST_TEST_BINARY: binary, INNGEST_EVENT_KEY: 'unused', INNGEST_SIGNING_KEY: '0'.repeat(64), WORKER_PORT: '1' }
  : {}

// Two projects so that `verify` stays fast: unit tests touch neither database nor network. Each keeps the machine busy in
// its own way: unit tests only compute, integration tests mostly wait.
export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['lib/**/*.test.ts', 'inngest/**/*.test.ts', 'components/**/*.test.ts', 'scripts/**/*.test.ts', 'prisma/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
          env: settings,
          environment: 'node',
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{lib,inngest,prisma,app,scripts}/**/*.db.test.ts'],
          environment: 'node',
          env: { ...settings, ...onServer },
          globalSetup: ['lib/testing/start-test-postgres.ts'],
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
          // For a machine that has much else to do: a test that passes never waits so long.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
})
