import { expectAccessible } from './expect-accessible'
import { expect, test } from './fixtures'
import { OWN_SCORE_TYPE } from './wizard'

test.describe('without an account', () => {
  test.use({ signedIn: false, permissions: ['clipboard-read', 'clipboard-write'] })

  test('the guide can be read, copied from and linked to', async ({ page }) => {
    await page.goto('/docs')
    await expect(page.getByRole('heading', { name: 'Receiving webhooks', level: 1 })).toBeVisible()
    await expectAccessible(page, 'the guide')

    await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Guard, Argyle and own headers' }).click()
    await expect(page).toHaveURL(/#guard-argyle-and-own-headers$/)
    await expect(page.getByRole('heading', { name: 'Guard, Argyle and own headers' })).toBeInViewport()
    await expect(page.getByRole('link', { name: 'Guard, Argyle and own headers' }).and(page.locator('[aria-current=location]'))).toBeVisible()

    // One choice for all snippets, which is kept.
    const tabs = page.getByRole('tablist', { name: 'Language of the code of Guard, Argyle and own headers' })
    await tabs.getByRole('tab', { name: 'PHP' }).click()
    const code = page.getByRole('region', { name: 'PHP code of Guard, Argyle and own headers' })
    await expect(code).toContainText('hash_hmac($algorithm')
    await page.getByRole('button', { name: 'Copy PHP code of Guard, Argyle and own headers' }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe((await code.innerText()).trim())
    await page.reload()
    await expect(code).toBeVisible()
    await expect(page.getByRole('region', { name: 'PHP code of Standard Webhooks' })).toBeVisible()

    const description = await page.request.get(await page.getByRole('link', { name: 'OpenAPI document' }).getAttribute('href') ?? '')
    expect(await description.text()).toContain('"openapi":"3.1')
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
  })
})

test('an integration has the code for its own signature, and leads on to the guide', async ({ page, api, receiver }) => {
  const { id } = await api.createIntegration({
    name: 'SIEM', triggers: [{ type: OWN_SCORE_TYPE }], destination: { url: receiver.url }, signing: { scheme: 'hmac', header: 'X-Acme', algorithm: 'sha512', encoding: 'base64' },
  })
  await page.goto(`/integrations/${id}`)
  await page.getByRole('button', { name: 'Code for the receiver' }).click()
  const dialog = page.getByRole('dialog', { name: 'Verify the signature of SIEM' })
  await expect(dialog.getByRole('region', { name: 'Node.js code of the verification' })).toContainText("// isSigned(body, headers['x-acme'], secret, 'sha512', 'base64')")
  await dialog.getByRole('tab', { name: 'Go' }).click()
  await expect(dialog.getByRole('region', { name: 'Go code of the verification' })).toContainText('IsSigned(body, headers.Get("X-Acme"), secret, "sha512", "base64")')
  await expectAccessible(page, 'the code for the receiver')
  await dialog.getByRole('link', { name: 'Whole guide' }).click()
  await expect(page.getByRole('heading', { name: 'Guard, Argyle and own headers' })).toBeInViewport()
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Docs' })).toHaveAttribute('aria-current', 'page')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, signedIn: false })

  test('the guide does not scroll sideways, and its contents unfold', async ({ page }) => {
    await page.goto('/docs')
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
    await page.getByText('On this page').first().click()
    await page.getByRole('link', { name: 'Retries', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Retries' })).toBeInViewport()
  })
})
