import { defineConfig } from '@playwright/test'
import { findChromium } from '../scripts/find-chromium.mjs'
import { chromiumArgs } from './chromium-args'

// Playwright loads this file in every worker too: what the first one found is handed on.
const executablePath = (process.env.CHROMIUM_PATH ||= findChromium())

/** The browser tests, against the product as the README starts it. Tests of one worker share its product and its workspace. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  workers: 2,
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
})
