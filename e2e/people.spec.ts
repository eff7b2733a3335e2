import { createHmac } from 'node:crypto'
import type { Browser, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { owner } from './set-up-owner'
import { watchPages } from './watch-page'

const member = { name: 'Vera Viewer', email: 'vera@acme.example', password: 'a long enough password' }

// RFC 6238 with SHA-1, 6 digits, 30 s; `ahead` steps from now.
function codeFor(key: string, ahead: number): string {
  const bits = [...key].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0')).join('')
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const digest = createHmac('sha1', secret).update(step).digest()
  return String((digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A browser of somebody else; what its pages may not do fails the test too. */
async function secondBrowser(browser: Browser, baseURL: string, statuses: readonly number[]) {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } })
  const faults = await watchPages(context, baseURL, () => statuses)
  return { page: await context.newPage(), close: async () => { await context.close(); expect(faults).toEqual([]) } }
}

async function fillSignIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('somebody is invited as viewer, joins, protects the account, looks around, and is out when removed', async ({ page, product, browser, api, receiver }) => {
  await api.createIntegration({ name: 'SIEM', triggers: [{ type: 'CustomerCSTARUnderThreshold' }], destination: { url: receiver.url } })
  await page.goto('/settings/members')
  await expect(page.getByRole('button', { name: 'Leave Acme' })).toBeDisabled()
  await expect(page.getByText('The only owner: to leave or step down')).toBeVisible()
  await page.getByRole('button', { name: 'Invite' }).click()
  await page.getByRole('dialog').getByLabel('Email').fill(member.email)
  await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
  const link = await page.getByRole('dialog').getByLabel('Invitation link', { exact: true }).innerText()
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('list', { name: 'Invitations' })).toContainText(member.email)

  const other = await secondBrowser(browser, product.url, [401])
  const theirs = other.page
  await theirs.goto(link)
  await expect(theirs.getByRole('heading', { name: 'Join Acme' })).toBeVisible()
  await theirs.getByLabel('Your name').fill(member.name)
  await theirs.getByLabel('Password', { exact: true }).fill(member.password)
  await theirs.getByRole('button', { name: 'Join' }).click()
  await expect(theirs.getByRole('heading', { name: 'Home' })).toBeVisible()
  await theirs.goto(link)
  await expect(theirs.getByText('not valid any more')).toBeVisible()

  await test.step('a viewer is offered nothing that would be refused', async () => {
    await theirs.goto('/integrations')
    await expect(theirs.getByRole('link', { name: 'SIEM' })).toBeVisible()
    await expect(theirs.getByText('Create integration')).toHaveCount(0)
    await theirs.goto('/settings/members')
    await expect(theirs.getByRole('list', { name: 'Members' })).toContainText(owner.email)
    await expect(theirs.getByRole('button', { name: /^(Invite|Remove|New link|Revoke)/ })).toHaveCount(0)
    await expect(theirs.getByRole('navigation', { name: 'Settings' }).getByRole('link')).toHaveText(['Workspace', 'Members', 'Security', 'Event types'])
    await theirs.getByRole('link', { name: 'Workspace' }).click()
    await expect(theirs.getByLabel('Name', { exact: true })).toBeDisabled()
    await expect(theirs.getByRole('button', { name: 'Save changes' })).toHaveCount(0)
  })

  await test.step('the second step is set up, and asked for at the next sign-in', async () => {
    await theirs.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Security' }).click()
    await theirs.getByRole('button', { name: 'Set up' }).click()
    const dialog = theirs.getByRole('dialog')
    await dialog.getByLabel('Your password').fill(member.password)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await expect(dialog.getByRole('img', { name: 'Key for the authenticator app' })).toBeVisible()
    const key = await dialog.getByLabel('Key', { exact: true }).innerText()
    await dialog.getByLabel('Code').fill(codeFor(key, 0))
    await dialog.getByRole('button', { name: 'Switch on' }).click()
    await expect(dialog.getByRole('list', { name: 'Backup codes' }).getByRole('listitem')).toHaveCount(10)
    await dialog.getByRole('button', { name: 'I have kept them' }).click()
    await expect(theirs.getByRole('button', { name: 'New backup codes' })).toBeVisible()
    await theirs.getByRole('button', { name: `Account ${member.email}` }).click()
    await theirs.getByRole('menuitem', { name: 'Sign out' }).click()
    await fillSignIn(theirs, member)
    await expect(theirs.getByRole('heading', { name: 'One more step' })).toBeVisible()
    await theirs.getByLabel('Code').fill('000000')
    await theirs.getByRole('button', { name: 'Sign in' }).click()
    await expect(theirs.getByRole('alert').filter({ hasText: 'You are not signed in' })).toContainText('The code is not right')
    await theirs.getByLabel('Code').fill(codeFor(key, 1))
    await theirs.getByRole('button', { name: 'Sign in' }).click()
    await expect(theirs.getByRole('heading', { name: 'Home' })).toBeVisible()
  })

  await page.reload()
  await expect(page.getByRole('listitem').filter({ hasText: member.email })).toContainText('2-step')
  await page.getByRole('button', { name: `Remove ${member.name}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove member' }).click()
  await expect(page.getByRole('list', { name: 'Members' })).not.toContainText(member.email)
  await theirs.goto('/integrations')
  await expect(theirs.getByText('You are in no workspace')).toBeVisible()
  await other.close()
})

test.describe('signed out', () => {
  test.use({ signedIn: false })

  test('another workspace is made, has nothing of the first, and one switches back', async ({ page }) => {
    // A session of its own: what it opens is not what the other tests have open.
    await page.goto('/sign-in?next=/settings/workspace')
    await fillSignIn(page, owner)
    await page.getByRole('button', { name: 'Workspace Acme' }).click()
    await page.getByRole('menuitem', { name: 'Create workspace' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Umbrella')
    await page.getByRole('dialog').getByRole('button', { name: 'Create workspace' }).click()
    await expect(page.getByRole('button', { name: 'Workspace Umbrella' })).toBeVisible()
    await page.goto('/settings/workspace')
    await page.getByLabel('Highest score').fill('850')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByText('The workspace was changed.')).toBeVisible()
    await page.getByRole('button', { name: 'Workspace Umbrella' }).click()
    await page.getByRole('menuitem', { name: 'Acme' }).click()
    await expect(page.getByRole('button', { name: 'Workspace Acme' })).toBeVisible()
    await page.goto('/settings/workspace')
    await expect(page.getByLabel('Highest score')).toHaveValue('1000')
  })

  test('a forgotten password without a mail server is a matter for the operator', async ({ page }) => {
    await page.goto('/sign-in')
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await expect(page.getByText('This server sends no mail')).toBeVisible()
    await page.goto('/reset-password/guessed')
    await expect(page.getByText('This link is not valid any more')).toBeVisible()
    await page.goto('/invitation/guessed')
    await expect(page.getByText('This invitation is not valid any more')).toBeVisible()
  })
})
