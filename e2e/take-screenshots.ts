import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import * as z from 'zod'
import { findProjectRoot } from '@/lib/project-root'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'
import { findChromium } from '../scripts/find-chromium.mjs'
import { ApiClient } from './api-client'
import { chromiumArgs } from './chromium-args'
import { startProduct, type Product } from './start-product'

// node scripts/run.mjs e2e/take-screenshots.ts: writes docs/screenshots from a small believable workspace.

const MAX_BYTES = 250_000
const folder = join(findProjectRoot(), 'docs', 'screenshots')
const owner = { name: 'Ada Owner', email: 'ada@acme.example', password: 'correct horse battery' }
const slackTemplate = `{
  "channel": "#vendor-notify",
  "username": "Ratings",
  "icon_emoji": ":shield:",
  "attachments": [
    {
      "color": "{% if notification.context.LatestScore < 400 %}warning{% else %}good{% endif %}",
      "title": "{{ notification.description }}",
      "text": "Now {{ notification.context.LatestScore }}, before {{ notification.context.PrevScore }}."
    }
  ]
}`

interface Screen {
  name: string
  width?: number
  open: (page: Page) => Promise<void>
}

async function main(): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'hookwright-screenshots-'))
  const receiver = await startReceiver(behaveByPath)
  const product = await startProduct(temporary)
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArgs] })
  try {
    await setUp(browser, product, join(temporary, 'session.json'))
    const api = new ApiClient(product.url, product.apiKey)
    const filled = await fillWorkspace(api, receiver)
    mkdirSync(folder, { recursive: true })
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const screen of screens(filled)) {
        await take(browser, product, { ...screen, colorScheme, session: join(temporary, 'session.json') })
      }
    }
  } finally {
    await browser.close()
    await product.stop()
    await receiver.close()
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** One receiver, four services: which of them fails is in the path. */
function behaveByPath(...[response, request, n]: Parameters<ReturnType<typeof answer>>): void {
  if (request.url.startsWith('/servicedesk')) return answer(503, '{"error":"maintenance"}', { 'content-type': 'application/json', 'retry-after': '600' })(response, request, n)
  if (request.url.startsWith('/pager')) return answer(401, 'unknown routing key')(response, request, n)
  answer(200, '{"stored":true}', { 'content-type': 'application/json' })(response, request, n)
}

async function setUp(browser: Browser, product: Product, session: string): Promise<void> {
  const page = await browser.newPage()
  await page.goto(product.setUpUrl)
  await page.getByLabel('Workspace').fill('Acme')
  await page.getByLabel('Your name').fill(owner.name)
  await page.getByLabel('Email').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Set up and sign in' }).click()
  await page.getByRole('heading', { name: 'Home' }).waitFor()
  await page.context().storageState({ path: session })
  await page.close()
}

interface Filled {
  slackId: string
  retryingId: string
  ruleId: string
}

async function fillWorkspace(api: ApiClient, receiver: Receiver): Promise<Filled> {
  const own = 'CustomerCSTARUnderThreshold'
  const vendor = 'VendorCSTARUnderThreshold'
  const create = (name: string, path: string, triggers: unknown[], more: object = {}) =>
    api.createIntegration({ name, triggers, destination: { url: receiver.url + path }, ...more })
  await create('SIEM', '/siem/ingest', [{ type: own }, { type: vendor }, { type: 'investigation.opened' }, { type: 'RisksAdded' }])
  const slack = await create('#vendor-notify', '/services/T024/B7/slack', [
    { type: own, template: slackTemplate }, { type: vendor, params: { threshold: 650 }, template: slackTemplate },
  ], { preset: 'slack', signing: { scheme: 'none' } })
  const desk = await create('Service desk', '/servicedesk/hooks', [{ type: vendor }], { policy: { profile: 'scorecard' } })
  await create('Guard on call', '/pager/alerts', [{ type: 'investigation.opened' }], { preset: 'guard', signing: { scheme: 'guard' }, policy: { profile: 'guard' } })
  await create('Data lake (paused)', '/lake', [{ type: own }], { enabled: false })

  const vendors = ['Northwind Logistics', 'Contoso Payroll', 'O\'Brien & "Söhne"', 'Fabrikam Cloud', 'Tailspin Mail', 'Litware Health']
  for (const [index, name] of vendors.entries()) {
    const score = 587 - index * 41
    await api.sendEvent(vendor, { VendorName: name, LatestScore: score, PrevScore: score + 90, Threshold: 600 }, {
      description: `The score for '${name}' dropped below 600 with a score of ${score}`, scorecard: `${name.split(/\W/)[0]?.toLowerCase()}.example`,
    })
  }
  await api.sendEvent('investigation.opened', { investigation: {
    id: 'inv_abc123', risk_level: 'high', risk_score: 87, url: 'https://guard.example/inv_abc123',
    artifact: { name: 'example-package', version: '1.2.3' },
    policy: { rule: 'changed-after-approval', description: 'Artifact changed after it was approved' },
    factors: ['approval receipt exists for previous version', 'content hash differs from approved snapshot'],
  } })
  for (const score of [599, 541]) {
    await api.sendEvent(own, { LatestScore: score, PrevScore: score + 60, Threshold: 600 }, {
      description: `The score for 'Acme' dropped below 600 with a score of ${score}`, scorecard: 'acme.example',
    })
  }
  await receiver.until(6 * 3 + 2 + 4)
  await api.call('POST', '/integrations/test', { integrationId: slack.id, triggerType: own })
  const [retrying] = await untilRetrying(api, desk.id)
  return { slackId: slack.id, retryingId: await resendOnce(api, retrying?.id ?? ''), ruleId: await fireRule(api, receiver) }
}

const withId = z.object({ id: z.string() })
const executions = z.object({ data: z.array(z.object({ status: z.string() })) })

/** A rule with two web requests that has fired for some vendors. */
async function fireRule(api: ApiClient, receiver: Receiver): Promise<string> {
  const { id } = withId.parse(await api.call('POST', '/rules', {
    name: 'A followed vendor drops sharply', event: { kind: 'score_drop', threshold: 30 }, scope: { kind: 'followed' },
    steps: [{ url: `${receiver.url}/api/tickets` }, { url: `${receiver.url}/services/risk` }],
  }))
  const vendors = ['contoso.example', 'fabrikam.example', 'tailspin.example']
  for (const domain of vendors) await api.call('POST', '/scorecards', { domain, kind: 'vendor', followed: true })
  for (const [score, day] of [[940, '01'], [880, '02']] as const) {
    await api.call('POST', '/scores', { scores: vendors.map((domain) => ({ domain, score, observedAt: `2026-01-${day}T08:00:00Z` })) })
  }
  for (;;) {
    const { data } = executions.parse(await api.call('GET', `/rules/${id}/executions`))
    if (data.length === vendors.length && data.every(({ status }) => status === 'succeeded')) return id
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function untilRetrying(api: ApiClient, integrationId: string) {
  for (;;) {
    const rows = await api.listDeliveries(`integrationId=${integrationId}&status=retrying`)
    if (rows.length === 6) return rows
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

// A second attempt by hand, so that the timeline has something to tell.
async function resendOnce(api: ApiClient, id: string): Promise<string> {
  await api.call('POST', `/deliveries/${id}/resend`, { body: 'original' })
  for (;;) {
    const { attempts } = await api.readDelivery(id)
    if (attempts.length === 2) return id
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function screens({ slackId, retryingId, ruleId }: Filled): Screen[] {
  const openIntegrations = async (page: Page) => {
    await page.goto('/integrations')
    await page.getByRole('link', { name: 'SIEM' }).waitFor()
  }
  const openPayload = async (page: Page) => {
    await page.goto(`/integrations/${slackId}/edit?step=payload`)
    await page.getByRole('region', { name: 'rendered body', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Send test message' }).click()
    await page.getByRole('region', { name: 'Test result' }).getByText(/OK in/).waitFor()
    await page.evaluate(() => window.scrollTo(0, 0))
  }
  const openDelivery = async (page: Page) => {
    await page.goto(`/deliveries/${retryingId}`)
    await page.getByRole('list', { name: 'Timeline' }).waitFor()
    await page.getByRole('region', { name: 'response body' }).waitFor()
  }
  const openDeliveries = async (page: Page) => {
    await page.goto('/deliveries')
    await page.getByRole('list', { name: 'Deliveries' }).waitFor()
  }
  const openRule = async (page: Page) => {
    await page.goto(`/rules/${ruleId}`)
    await page.getByText('Succeeded').first().waitFor()
  }
  return [
    { name: 'integrations', open: openIntegrations },
    { name: 'rule', open: openRule },
    { name: 'wizard-payload', open: openPayload },
    { name: 'deliveries', open: openDeliveries },
    { name: 'delivery', open: openDelivery },
    { name: 'phone-deliveries', width: 390, open: openDeliveries },
    { name: 'phone-wizard-payload', width: 390, open: openPayload },
  ]
}

type Shot = Screen & { colorScheme: 'light' | 'dark'; session: string }

async function take(browser: Browser, product: Product, { name, width, open, colorScheme, session }: Shot): Promise<void> {
  // Phones once, in the light theme, are enough.
  if (width !== undefined && colorScheme === 'dark') return
  const context = await browser.newContext({
    baseURL: product.url, storageState: session, colorScheme, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC',
    viewport: { width: width ?? 1440, height: width === undefined ? 900 : 844 }, hasTouch: width !== undefined, isMobile: width !== undefined,
  })
  const page = await context.newPage()
  await open(page)
  await page.waitForLoadState('networkidle')
  const file = join(folder, width === undefined ? `${name}-${colorScheme}.png` : `${name}.png`)
  await page.screenshot({ path: file })
  await context.close()
  const bytes = statSync(file).size
  console.log(`${file} ${Math.round(bytes / 1000)} KB`)
  if (bytes > MAX_BYTES) throw new Error(`${file} has more than ${MAX_BYTES / 1000} KB`)
}

await main()
