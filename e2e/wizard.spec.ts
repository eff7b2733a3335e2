import type { Locator } from '@playwright/test'
import { Webhook } from 'standardwebhooks'
import { answer } from '@/lib/testing/receiver'
import { expect, test } from './fixtures'
import { OWN_SCORE, OWN_SCORE_TYPE, Wizard } from './wizard'

test.describe.configure({ mode: 'parallel' })

const drop = (score: number) => ({ LatestScore: score, PrevScore: 732, Threshold: 600 })

test('the wizard from the first card to the first signed delivery', async ({ page, receiver, api }) => {
  const wizard = new Wizard(page)
  await page.goto('/integrations')
  await page.getByRole('link', { name: 'Create integration' }).click()
  await wizard.expectStep('type')
  await wizard.chooseType()
  await wizard.confirm('triggers')

  await wizard.turnOn(OWN_SCORE)
  await page.getByLabel('Threshold').fill('550')
  await expect(wizard.trigger("When my company's score drops below 550")).toBeChecked()
  await wizard.confirm('destination')

  await wizard.fillDestination({ name: 'SIEM', url: `${receiver.url}/hooks?keep=1` })
  await page.getByRole('radio', { name: /^Basic/ }).click()
  await wizard.field('User name').fill('hooks')
  await wizard.field('Password').fill('s3cret pass')
  await page.getByRole('button', { name: 'Add header' }).click()
  await wizard.field('Header 1 name').fill('X-Team')
  await wizard.field('Header 1 value').fill('red')
  await page.getByRole('button', { name: 'Add parameter' }).click()
  await wizard.field('Parameter 1 name').fill('source')
  await wizard.field('Parameter 1 value').fill('hook wright&co')
  await wizard.confirm('payload')

  await expect(wizard.preview).toContainText(OWN_SCORE_TYPE)
  await wizard.usePlainText()
  await wizard.template.fill('{"text": "{{ notification.description }}", "score": {{ notification.context.LatestScore }}}')
  await expect(wizard.preview).toContainText('"score": 599')

  receiver.behave(answer(200, '{"got":"it"}', { 'content-type': 'application/json', 'x-receiver': 'own' }))
  await wizard.sendTest()
  await expect(wizard.testResult).toContainText(/200 OK in \d+ ms/)
  await expect(wizard.testResult.getByRole('region', { name: 'response body' })).toContainText('"got": "it"')
  await wizard.testResult.getByRole('tab', { name: 'Headers' }).click()
  await expect(wizard.testResult.getByRole('region', { name: 'response headers' })).toContainText('x-receiver: own')
  await wizard.testResult.getByRole('tab', { name: 'What was sent' }).click()
  await expect(wizard.testResult.getByRole('region', { name: 'request body' })).toContainText('"score": 599')
  await expect(wizard.testResult.getByRole('region', { name: 'request headers' })).toContainText('X-Team: red', { ignoreCase: true })
  await expect(wizard.testResult).not.toContainText('s3cret')
  const [tested] = await receiver.until(1)
  expect(tested?.url).toMatch(/^\/hooks\?keep=1&source=hook(\+|%20)wright%26co$/)
  expect(tested?.headers).toMatchObject({ 'x-team': 'red', authorization: `Basic ${btoa('hooks:s3cret pass')}` })
  expect(JSON.parse(tested?.body ?? '')).toMatchObject({ score: 599 })

  await wizard.confirm('enable')
  await expect(page.getByText("When my company's score drops below 550")).toBeVisible()
  await page.getByRole('switch', { name: 'Enabled' }).setChecked(true)
  const secret = await wizard.finish()
  expect(secret).toMatch(/^whsec_/)
  await expect(page.getByText(secret)).toHaveCount(0)

  await test.step('an event at 549 arrives at once, signed; one at 551 does not', async () => {
    await api.sendEvent(OWN_SCORE_TYPE, drop(551))
    await api.sendEvent(OWN_SCORE_TYPE, drop(549), { description: 'Fell "hard"\n' })
    const delivered = (await receiver.until(2, 20_000))[1] // not left to the sweep, which comes each minute
    new Webhook(secret).verify(delivered?.body ?? '', {
      'webhook-id': String(delivered?.headers['webhook-id']),
      'webhook-timestamp': String(delivered?.headers['webhook-timestamp']),
      'webhook-signature': String(delivered?.headers['webhook-signature']),
    })
    expect(JSON.parse(delivered?.body ?? '')).toEqual({ text: 'Fell "hard"\n', score: 549 })
    expect(receiver.requests).toHaveLength(2)
  })
})

test.describe('a receiver that refuses the password', () => {
  test('is explained by a hint in plain words', async ({ page, receiver }) => {
    const wizard = new Wizard(page)
    receiver.behave(answer(401, 'who are you'))
    await wizard.fillUpToPayload({ name: 'Refusing', url: receiver.url })
    await wizard.sendTest()
    await expect(wizard.testResult).toContainText('401 Unauthorized')
    await expect(wizard.testResult).toContainText('Check Destination › Authentication')
    await expect(wizard.testResult.getByRole('region', { name: 'response body' })).toHaveText('who are you')
  })
})

test('back and forth loses nothing, and a reload in the middle continues from the draft', async ({ page, receiver }) => {
  const wizard = new Wizard(page)
  await wizard.fillUpToPayload({ name: 'Kept', url: `${receiver.url}/kept` })
  await wizard.usePlainText()
  await wizard.template.fill('{"kept": true}')
  await wizard.back('destination')
  await expect(wizard.field('Name')).toHaveValue('Kept')
  await wizard.back('triggers')
  await expect(wizard.trigger(OWN_SCORE)).toBeChecked()
  await wizard.confirm('destination')
  await wizard.confirm('payload')
  await expect(wizard.template).toHaveValue('{"kept": true}')
  await expect(page.getByText('Draft saved')).toBeVisible()

  await page.reload()
  await wizard.expectStep('payload')
  await expect(wizard.template).toHaveValue('{"kept": true}')
  await wizard.back('destination')
  await expect(wizard.field('URL')).toHaveValue(`${receiver.url}/kept`)

  await page.goto('/integrations')
  await expect(page.getByRole('list', { name: 'Integrations' })).toContainText('Kept')
  await page.getByRole('link', { name: 'Continue' }).click()
  await wizard.expectStep('payload')
  await expect(wizard.template).toHaveValue('{"kept": true}')
})

test('editing starts with every field filled and keeps the secrets that are not typed again', async ({ page, receiver, api }) => {
  const created = await api.createIntegration({
    name: 'Ticket system',
    triggers: [{ type: OWN_SCORE_TYPE, params: { threshold: 700 } }],
    destination: {
      url: `${receiver.url}/tickets`,
      headers: [{ name: 'X-Token', value: 'token-of-20-characters', secret: true }],
      auth: { kind: 'basic', username: 'bot', password: 'kept password' },
    },
  })
  const wizard = new Wizard(page)
  await page.goto(`/integrations/${created.id}`)
  await page.getByRole('link', { name: 'Edit' }).click()
  await expect(page.getByRole('heading', { name: 'Edit Ticket system' })).toBeVisible()
  await page.getByRole('button', { name: /^Destination/ }).click()
  await expect(wizard.field('Name')).toHaveValue('Ticket system')
  await expect(wizard.field('User name')).toHaveValue('bot')
  await expect(page.getByText('Stored, ends in ters')).toBeVisible()
  await wizard.field('Name').fill('Tickets')
  await page.getByRole('button', { name: /^Enable/ }).click()
  await expect(page.getByText("When my company's score drops below 700")).toBeVisible()
  await page.getByRole('button', { name: 'Finish' }).click()
  await expect(page.getByRole('heading', { name: 'Tickets' })).toBeVisible()

  await api.sendEvent(OWN_SCORE_TYPE, drop(650))
  const [sent] = await receiver.until(1)
  expect(sent?.headers).toMatchObject({ 'x-token': 'token-of-20-characters', authorization: `Basic ${btoa('bot:kept password')}` })
})

test('bad input is told at the field and summarised on top with the focus', async ({ page }) => {
  const wizard = new Wizard(page)
  const summary = page.getByRole('alert').filter({ hasText: 'Some things need mending' })
  const refuse = async () => {
    await page.getByRole('button', { name: 'Confirm and next' }).click()
    await expect(summary).toBeFocused()
  }
  await wizard.open()
  await wizard.chooseType()
  await wizard.confirm('triggers')
  await refuse()
  await expect(summary).toContainText('Choose at least one trigger.')
  await wizard.turnOn(OWN_SCORE)
  await page.getByLabel('Threshold').fill('many')
  await refuse()
  await expect(page.getByLabel('Threshold')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Threshold').fill('600')
  await wizard.confirm('destination')

  await wizard.field('URL').fill('https://10.1.2.3/hook')
  await refuse()
  await summary.getByRole('link', { name: /Give the integration a name/ }).click()
  await expect(wizard.field('Name')).toBeFocused()
  await wizard.field('Name').fill('Inside')
  await refuse()
  await expect(summary).toContainText(/private/i)
  await expect(wizard.field('URL')).toHaveAccessibleDescription(/private/i)
  await wizard.field('URL').fill('ftp://example.com')
  await wizard.field('Name').focus()
  await expect(wizard.field('URL')).toHaveAccessibleDescription(/must start with https/)
})

test('the first steps can be done with the keyboard alone', async ({ page, receiver }) => {
  const wizard = new Wizard(page)
  const next = page.getByRole('button', { name: 'Confirm and next' })
  const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement)
  const tabTo = async (target: Locator) => {
    for (let stops = 0; stops < 60; stops += 1) {
      await page.keyboard.press('Tab')
      if (await isFocused(target)) return
    }
    throw new Error(`Tab never reaches ${target}`)
  }
  await wizard.open()
  const webhook = page.getByRole('radio', { name: /^Webhook/ })
  await tabTo(webhook)
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: /^Slack/ })).toBeChecked()
  await page.keyboard.press('ArrowUp')
  await expect(webhook).toBeChecked()
  await tabTo(next)
  await page.keyboard.press('Enter')
  await wizard.expectStep('triggers')
  await tabTo(wizard.trigger(OWN_SCORE))
  await page.keyboard.press('Space')
  await expect(wizard.trigger(OWN_SCORE)).toBeChecked()
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Threshold')).toBeFocused()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('640')
  await tabTo(next)
  await page.keyboard.press('Enter')
  await wizard.expectStep('destination')
  await tabTo(wizard.field('Name'))
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Tab')
  await expect(wizard.field('URL')).toBeFocused()
  await page.keyboard.type(receiver.url)
  await expect(wizard.field('Name')).toHaveValue('By keyboard')
  await tabTo(next)
  await page.keyboard.press('Enter')
  await wizard.expectStep('payload')
})
