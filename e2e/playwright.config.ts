import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findChromium } from '../scripts/find-chromium.mjs'
import { chromiumArgs } from './chromium-args'

// Playwright loads this file in every worker too: what the first one found is handed on.
const executablePath = (process.env.CHROMIUM_PATH ||= findChromium())
process.env.E2E_FOLDER ||= mkdtempSync(join(tmpdir(), 'hookwright-e2e-'))

/** The browser tests, against the product as the README starts it. One worker: all tests share one workspace. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  globalSetup: './set-up-product.ts',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath, args: [...chromiumArgs] },
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    actionTimeout: 30_000,
    trace: process.env.E2E_TRACE ? 'on' : 'off', // recording costs as much as the test itself
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'first run', testMatch: ['quick-start.spec.ts', 'first-run.spec.ts'] },
    { name: 'signed in', testIgnore: ['quick-start.spec.ts', 'first-run.spec.ts'], dependencies: ['first run'] },
  ],
})
