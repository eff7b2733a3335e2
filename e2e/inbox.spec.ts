import type { Page } from '@playwright/test'
import { expectAccessible } from './expect-accessible'
import { expect, test } from './fixtures'
import { OWN_SCORE, Wizard } from './wizard'

test.afterEach(async ({ api }) => {
  await api.call('DELETE', '/inbox/requests')
  await api.call('PATCH', '/inbox', { answer: { status: 200 } })
})

const rows = (page: Page) => page.getByRole('list', { name: 'Requests' }).getByRole('link')

async function sendTrialEvent(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send a trial event' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send a trial event' })
  await expect(dialog).toContainText('Goes to Mine')
  await dialog.getByRole('button', { name: 'Send event' }).click()
  await expect(dialog).toContainText('The event was accepted')
  await dialog.getByRole('button', { name: 'Close' }).first().click()
}

test('the whole tour without a server of one’s own: shape, test, switch on, event, inbox, retry', async ({ page, api }) => {
  await page.goto('/inbox')
  await expect(page.getByText('Nothing has arrived yet')).toBeVisible()
  await expectAccessible(page, 'the empty inbox')
  await page.getByRole('link', { name: 'Create integration' }).click()

  const wizard = new Wizard(page)
  await wizard.chooseType()
  await wizard.confirm('triggers')
  await wizard.turnOn(OWN_SCORE)
  await wizard.confirm('destination')
  await wizard.field('Name').fill('Mine')
  await page.getByRole('button', { name: 'Use my inbox' }).click()
  await expect(wizard.field('URL')).toHaveValue(/\/inbox\/[\w-]{22}$/)
  await expectAccessible(page, 'the destination step')
  await wizard.confirm('payload')
  await wizard.sendTest()
  await expect(wizard.testResult).toContainText('200 OK')
  await wizard.confirm('enable')
  await wizard.finish()

  await page.getByRole('link', { name: 'Inbox', exact: true }).click()
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText('Not checked')
  await page.getByLabel('It answers').selectOption('500 Server error')
  await page.getByLabel('How often').selectOption('the next request')
  await expect.poll(() => api.call('GET', '/inbox')).toMatchObject({ answer: { status: 500, times: 1 } })

  await sendTrialEvent(page)
  await expect(rows(page)).toHaveCount(3) // the event, and its retry after 5 s
  await expect(rows(page).first()).toContainText('2nd time')
  await expect(rows(page).first()).toContainText('answered 200')
  await expect(rows(page).nth(1)).toContainText('answered 500')
  await rows(page).nth(1).click()
  const request = page.getByRole('article', { name: 'POST Mine' })
  await expect(request).toContainText('Signature verified')
  await expect(request.getByRole('region', { name: 'body' })).toContainText('"LatestScore"')
  await expectAccessible(page, 'the inbox')
  await request.getByRole('link', { name: /^dlv_/ }).click()
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('500')
  await expect(page.getByText('Delivered').first()).toBeVisible()
})

test('what arrives is text, whatever it says; it can be cleared and the address changed', async ({ page, api }) => {
  const { url } = await api.call('GET', '/inbox') as { url: string }
  const post = (body: string) => fetch(url, { method: 'POST', headers: { 'content-type': 'text/html', 'x-evil': '<img src=x onerror=alert(1)>', cookie: 'a=secret-cookie' }, body })
  expect((await post('<script>document.title = "owned"</script><h1>Hello</h1>')).status).toBe(200)
  await page.goto('/inbox')
  const request = page.getByRole('article', { name: 'POST Somebody else' })
  await expect(request.getByRole('region', { name: 'body' })).toContainText('<h1>Hello</h1>')
  await expect(request).toContainText('<img src=x onerror=alert(1)>')
  await expect(request).not.toContainText('secret-cookie')
  await expect(page).toHaveTitle(/Inbox/)

  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Clear the inbox' }).click()
  await expect(page.getByText('Nothing has arrived yet')).toBeVisible()

  await page.getByRole('button', { name: 'New address…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new address' }).click()
  await expect(page.getByText('The inbox has a new address.')).toBeVisible()
  await expect(page.getByText(url, { exact: true })).toBeHidden()
  expect((await post('late')).status).toBe(404)
  // Opened in a browser it is text and runs nothing.
  const renewed = (await api.call('GET', '/inbox') as { url: string }).url
  await page.goto(renewed)
  await expect(page.getByText(/^Kept as inr_/)).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('a request takes the place of the list, and nothing scrolls sideways', async ({ page, api }) => {
    const { url } = await api.call('GET', '/inbox') as { url: string }
    await fetch(`${url}?long=${'x'.repeat(200)}`, { method: 'POST', body: JSON.stringify({ text: 'y'.repeat(400) }) })
    const expectNarrow = async () =>
      expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
    await page.goto('/inbox')
    await expect(rows(page)).toHaveCount(1)
    await expectNarrow()
    await rows(page).first().click()
    await expect(page.getByRole('article')).toBeVisible()
    await expect(page.getByRole('list', { name: 'Requests' })).toBeHidden()
    await expectNarrow()
    await page.getByRole('link', { name: 'All requests' }).click()
    await expect(rows(page)).toHaveCount(1)
  })
})
