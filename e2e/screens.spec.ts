import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './expect-accessible'
import { expect, test } from './fixtures'
import { OWN_SCORE, OWN_SCORE_TYPE, Wizard } from './wizard'

test.describe.configure({ mode: 'parallel' })

// What every screen has to be, for those whose own spec does not try it: both themes, the keyboard alone, the code editor.

const drop = { LatestScore: 540, PrevScore: 732, Threshold: 600 }

/** Opens a page and waits for what shows that it is there. */
async function expectScreen(page: Page, path: string, there: (page: Page) => Locator): Promise<void> {
  await page.goto(path)
  await expect(there(page).first()).toBeVisible()
  await expectAccessible(page, path)
}

const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name })

test.describe('signed out', () => {
  test.use({ signedIn: false, expectedStatuses: [404] }) // an invitation that is none

  test('no screen has a serious finding in either theme', async ({ page, product }) => {
    await expectScreen(page, '/sign-in', heading('Sign in'))
    await expectScreen(page, '/forgot-password', (there) => there.getByText('This server sends no mail'))
    await expectScreen(page, '/reset-password/none', (there) => there.getByText('This link is not valid any more'))
    await expectScreen(page, '/invitation/none', (there) => there.getByText('This invitation is not valid any more'))
    await expectScreen(page, product.setUpUrl, heading('Hookwright is already set up'))
  })
})

test.describe('signed in', () => {
  test.use({ expectedStatuses: [404, 500] })

  test('no screen has a serious finding in either theme: lists, details, settings, dialogs, empty and failed', async ({ page, receiver, api }) => {
    await expectScreen(page, '/integrations', (there) => there.getByRole('link', { name: 'Start with the five steps' }))
    await api.createIntegration({ name: 'SIEM', triggers: [{ type: OWN_SCORE_TYPE }], destination: { url: receiver.url } })
    await api.call('POST', '/scores', { scores: [{ domain: 'vendor.example', score: 700, observedAt: '2026-01-01T00:00:00Z' }, { domain: 'vendor.example', score: 655 }] })
    const event = await api.sendEvent(OWN_SCORE_TYPE, drop)
    await receiver.until(1)
    await expectScreen(page, '/events', (there) => there.getByRole('list', { name: 'Events' }))
    await expectScreen(page, `/events/${event}`, (there) => there.getByRole('link', { name: 'SIEM' }))
    await expectScreen(page, '/scorecards', (there) => there.getByRole('link', { name: /vendor\.example/ }))
    await page.getByRole('link', { name: /vendor\.example/ }).first().click()
    await expect(page.getByRole('heading', { name: 'vendor.example' })).toBeVisible()
    await expectAccessible(page, 'a scorecard')
    await expectScreen(page, '/portfolios', heading('Portfolios'))
    await page.getByRole('button', { name: 'Create portfolio' }).first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page, 'making a portfolio')
    await expectScreen(page, '/settings/api-keys', (there) => there.getByRole('list', { name: 'API keys' }))
    await expectScreen(page, '/settings/mail', heading('Mails'))
    await expectScreen(page, '/settings/audit-log', (there) => there.getByRole('list', { name: /audit/i }))
    await expectScreen(page, '/nowhere', (there) => there.getByText('There is no such page'))
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
    await expectScreen(page, '/deliveries/dlv_01J00000000000000000000000', (there) => there.getByText('There is no such delivery'))
    await expectScreen(page, '/deliveries', (there) => there.getByRole('list', { name: 'Deliveries' }))
    await page.getByRole('button', { name: /^Status/ }).click()
    await expect(page.getByRole('menu')).toBeVisible()
    await expectAccessible(page, 'an open menu')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Resend all matching…' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page, 'a bulk resend')
    await page.route('**/api/v1/events?**', (route) => route.fulfill({ status: 500, json: { title: 'Broken', status: 500 } }))
    await expectScreen(page, '/events', (there) => there.getByRole('button', { name: 'Try again' }))
  })
})

test('a page that breaks says so inside its frame, leaves the way to the others open, and comes back', async ({ page, receiver, api, faults }) => {
  const { id } = await api.createIntegration({ name: 'SIEM', triggers: [{ type: OWN_SCORE_TYPE }], destination: { url: receiver.url } })
  const address = `**/api/v1/integrations/${id}`
  await page.route(address, (route) => route.fulfill({ json: { id } })) // as something between us and the browser might make of it
  await page.goto(`/integrations/${id}`)
  const broken = page.getByRole('heading', { name: 'This page could not be shown' })
  await expect(broken).toBeVisible()
  await expectAccessible(page, 'a page that broke')
  await page.getByRole('link', { name: 'Deliveries' }).click()
  await expect(page.getByRole('heading', { name: 'Deliveries', level: 1 })).toBeVisible()
  await page.goBack()
  await expect(broken).toBeVisible()
  await page.unroute(address)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'SIEM', level: 1 })).toBeVisible()
  expect(faults.splice(0).every((fault) => fault.includes('TypeError'))).toBe(true)
})

test('history is read with the keyboard alone: search, rows, detail, menu, help', async ({ page, receiver, api }) => {
  const { id } = await api.createIntegration({ name: 'SIEM', triggers: [{ type: OWN_SCORE_TYPE }], destination: { url: receiver.url } })
  for (const score of [540, 530]) await api.sendEvent(OWN_SCORE_TYPE, { ...drop, LatestScore: score })
  await receiver.until(2)
  await page.goto(`/deliveries?integrationId=${id}`)
  const rows = page.getByRole('list', { name: 'Deliveries' }).getByRole('link')
  await expect(rows).toHaveCount(2)
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type('no such address')
  await expect(rows).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Escape')
  await expect(rows).toHaveCount(2)

  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(help).toHaveCount(0)

  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(rows.nth(1)).toBeFocused()
  await page.keyboard.press('k')
  await expect(rows.nth(0)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Timeline' })).toBeVisible()

  await tabTo(page, page.getByRole('button', { name: 'Resend', exact: true }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: /original/i })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: /render/i })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Resend', exact: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('list', { name: 'Timeline' })).toHaveCount(0)

  await tabTo(page, page.getByRole('button', { name: 'Download CSV' }))
  const saved = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  const lines = readFileSync(await (await saved).path(), 'utf8').trim().split('\r\n')
  expect(lines).toHaveLength(3)
})

test('the whole wizard is done with the keyboard alone, the code editor included', async ({ page, receiver, api }) => {
  const wizard = new Wizard(page)
  const workers: string[] = []
  page.on('worker', (worker) => workers.push(worker.url()))
  const next = page.getByRole('button', { name: 'Confirm and next' })
  const confirm = async () => {
    await tabTo(page, next)
    await page.keyboard.press('Enter')
  }
  await wizard.open()
  await tabTo(page, page.getByRole('radio', { name: /^Webhook/ }))
  await page.keyboard.press('Space')
  await confirm()
  await wizard.expectStep('triggers')
  await tabTo(page, wizard.trigger(OWN_SCORE))
  await page.keyboard.press('Space')
  await confirm()
  await wizard.expectStep('destination')
  await tabTo(page, wizard.field('Name'))
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Tab')
  await page.keyboard.type(receiver.url)
  await confirm()
  await wizard.expectStep('payload')

  const editor = page.getByRole('textbox', { name: /Template in the code editor/ })
  await tabTo(page, editor)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('Delete')
  await page.keyboard.type('{"score": {{ notification.context.Lat')
  await expect(page.getByRole('option', { name: /notification\.context\.LatestScore/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('End') // the completion has closed it behind the cursor
  await page.keyboard.type(' "by": "keyboard"}')
  await expect(wizard.problems).toContainText('The output is not JSON')
  await test.step('Tab writes in the editor, and leaves it after Ctrl+M', async () => {
    await page.keyboard.press('Tab')
    await expect(editor).toBeFocused()
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Control+M')
    await page.keyboard.press('Tab')
    await expect(editor).not.toBeFocused()
  })
  await tabTo(page, wizard.problems.getByRole('button', { name: 'Insert a comma' }))
  await page.keyboard.press('Enter')
  await expect(wizard.problems).toContainText('No problems')
  await expect(wizard.preview).toContainText('"score": 599')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(wizard.testResult).toContainText('200 OK')
  expect(workers.filter((url) => new URL(url).origin === new URL(page.url()).origin).length, 'workers of the editor and the preview').toBeGreaterThanOrEqual(2)
  await confirm()
  await wizard.expectStep('enable')
  await tabTo(page, page.getByRole('button', { name: 'Finish' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Copy the signing secret' })).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'I have copied it' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'By keyboard' })).toBeVisible()
  await api.sendEvent(OWN_SCORE_TYPE, drop)
  const [, delivered] = await receiver.until(2, 20_000)
  expect(JSON.parse(delivered?.body ?? '')).toEqual({ score: 540, by: 'keyboard' })
})

async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeAttached() // the code editor's own field has no size
  for (let stops = 0; stops < 90; stops += 1) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab never reaches ${target}`)
}
