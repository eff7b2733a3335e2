import type { Page } from '@playwright/test'
import { expectAccessible } from './expect-accessible'
import { expect, test } from './fixtures'
import { owner } from './set-up-owner'

test.describe.configure({ mode: 'serial' })
test.use({ signedIn: false, isSetUp: false })

async function fillSetUp(page: Page): Promise<void> {
  await page.getByLabel('Workspace').fill(owner.workspace)
  await page.getByLabel('Your name').fill(owner.name)
  await page.getByLabel('Email').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Set up and sign in' }).click()
}

async function fillSignIn(page: Page, password = owner.password): Promise<void> {
  await page.getByLabel('Email').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test.describe('with a wrong token', () => {
  test.use({ expectedStatuses: [403] })

  test('the set-up page makes nobody an owner', async ({ page }) => {
    await page.goto('/setup?token=guessed')
    await expectAccessible(page, 'set-up')
    await fillSetUp(page)
    await expect(page.getByRole('alert').filter({ hasText: 'Not set up yet' })).toContainText('The set-up link is not valid')
  })
})

test('the printed link makes the owner, who is signed in then', async ({ page, product }) => {
  await page.goto(product.setUpUrl)
  await fillSetUp(page)
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await expect(page.getByRole('button', { name: `Account ${owner.email}` })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
})

test('the printed link, used again, says so and leads to sign-in', async ({ page, product, context }) => {
  await context.clearCookies()
  await page.goto(product.setUpUrl)
  await expect(page.getByRole('heading', { name: 'Hookwright is already set up' })).toBeVisible()
  await expect(page.getByRole('textbox')).toHaveCount(0)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test.describe('refused', () => {
  test.use({ expectedStatuses: [401] })

  test('a wrong password and an unknown address are refused with the same words', async ({ page }) => {
    await page.goto('/sign-in')
    await fillSignIn(page, 'wrong horse battery')
    const refusal = page.getByRole('alert').filter({ hasText: 'You are not signed in' })
    await expect(refusal).toContainText('The e-mail address or the password is not right.')
    await expect(refusal).toBeFocused()
    const words = await refusal.innerText()
    await page.reload()
    await page.getByLabel('Email').fill('nobody@acme.example')
    await page.getByLabel('Password', { exact: true }).fill('wrong horse battery')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(refusal).toHaveText(words.replaceAll('\n', ''))
  })
})

test('a screen without a session leads to sign-in and back to itself, and signing out ends the session', async ({ page }) => {
  await page.goto('/deliveries?status=failed')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await fillSignIn(page)
  await expect(page).toHaveURL(/\/deliveries\?status=failed$/)
  await expect(page.getByRole('heading', { name: 'Deliveries' })).toBeVisible()
  await page.getByRole('button', { name: `Account ${owner.email}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in$/)
  await page.goto('/integrations')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
})

test('an API key is shown once, works, and is refused within a second of being revoked', async ({ page, product, request }) => {
  await page.goto('/sign-in')
  await fillSignIn(page)
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await page.goto('/settings/api-keys')
  await page.getByRole('button', { name: 'Create API key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('Rating service')
  await dialog.getByRole('button', { name: 'Create API key' }).click()
  const key = await dialog.getByLabel('API key', { exact: true }).innerText()
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await expect(page.getByText(key)).toHaveCount(0)
  const report = () => request.post(`${product.url}/api/v1/events`, {
    headers: { authorization: `Bearer ${key}` },
    data: { type: 'reputations.added', context: { account: 'a', user: 'u', reputation: 'r' } },
  })
  expect((await report()).status()).toBe(202)
  await page.getByRole('button', { name: 'Revoke Rating service' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click()
  await expect(page.getByRole('list', { name: 'API keys' })).toContainText('Revoked')
  const revokedAt = Date.now()
  for (let status = 0; status !== 401;) {
    const sentAt = Date.now()
    status = (await report()).status()
    if (sentAt > revokedAt + 1000) expect(status, 'sent more than a second later').toBe(401)
  }
})
