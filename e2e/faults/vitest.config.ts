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
    environment: 'node',
    fileParallelism: false,
    testTimeout: 170_000,
    // The first start may have to build.
    hookTimeout: 300_000,
  },
})
