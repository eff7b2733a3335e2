import { expectAccessible } from './expect-accessible'
import { expect, test } from './fixtures'
import { OWN_SCORE, OWN_SCORE_TYPE, Wizard } from './wizard'

test.describe.configure({ mode: 'parallel' })

const drop = { LatestScore: 540, PrevScore: 732, Threshold: 600 }

test.describe('signed out', () => {
  test.use({ signedIn: false })
  test('sign-in has no serious finding', async ({ page }) => {
    await page.goto('/sign-in')
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await expectAccessible(page, 'sign-in')
  })
})

test('lists and details have no serious finding', async ({ page, receiver, api }) => {
  const { id } = await api.createIntegration({
    name: 'SIEM', triggers: [{ type: OWN_SCORE_TYPE }], destination: { url: receiver.url },
  })
  await api.sendEvent(OWN_SCORE_TYPE, drop)
  await receiver.until(1)
  await page.goto('/')
  await expect(page.getByRole('link', { name: /Delivered.*SIEM/ }).first()).toBeVisible()
  await expect(page.getByRole('slider', { name: 'Attempts over time' })).toBeVisible()
  await expectAccessible(page, 'home')
  await page.goto('/integrations')
  await expect(page.getByRole('link', { name: 'SIEM' })).toBeVisible()
  await expectAccessible(page, 'integrations')
  await page.getByRole('link', { name: 'SIEM' }).click()
  await expect(page.getByRole('heading', { name: 'SIEM' })).toBeVisible()
  await expect(page.getByRole('slider', { name: 'Latency over time' })).toBeVisible()
  await page.getByText('In numbers').click()
  await expectAccessible(page, 'an integration')
  await page.goto(`/deliveries?integrationId=${id}`)
  await expect(page.getByRole('link', { name: /Delivered.*SIEM/ })).toBeVisible()
  await expectAccessible(page, 'deliveries')
  await page.getByRole('link', { name: /Delivered.*SIEM/ }).click()
  await expect(page.getByRole('list', { name: 'Timeline' })).toBeVisible()
  await expectAccessible(page, 'a delivery')
})

test('settings have no serious finding', async ({ page }) => {
  await page.goto('/settings/members')
  await expect(page.getByRole('list', { name: 'Members' })).toBeVisible()
  await expectAccessible(page, 'members')
  await page.getByRole('button', { name: 'Invite' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, 'inviting')
  await page.goto('/settings/workspace')
  await expect(page.getByLabel('Highest score')).toBeVisible()
  await expectAccessible(page, 'workspace')
  await page.goto('/settings/security')
  await expect(page.getByRole('list', { name: 'Sessions' })).toBeVisible()
  await expectAccessible(page, 'security')
})

test('each wizard step has no serious finding', async ({ page, receiver }) => {
  const wizard = new Wizard(page)
  await wizard.open()
  await expectAccessible(page, 'type step')
  await wizard.chooseType()
  await wizard.confirm('triggers')
  await wizard.turnOn(OWN_SCORE)
  await expectAccessible(page, 'triggers step')
  await wizard.confirm('destination')
  await wizard.fillDestination({ name: 'Axe', url: receiver.url })
  await expectAccessible(page, 'destination step')
  await wizard.confirm('payload')
  await expect(wizard.preview).toContainText(OWN_SCORE_TYPE)
  await wizard.sendTest()
  await expect(wizard.testResult).toContainText('200 OK')
  await expectAccessible(page, 'payload step')
  await wizard.confirm('enable')
  await expectAccessible(page, 'enable step')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('no page scrolls sideways', async ({ page, receiver, api }) => {
    await api.createIntegration({
      name: 'A rather long name for an integration that must wrap', triggers: [{ type: OWN_SCORE_TYPE }], destination: { url: `${receiver.url}/a-long-path-without-any-break-${'x'.repeat(80)}` },
    })
    await api.sendEvent(OWN_SCORE_TYPE, drop)
    await receiver.until(1)
    const expectNarrow = async (screen: string) => {
      const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      await expect.poll(overflow, `pixels beyond the width on ${screen}`).toBeLessThanOrEqual(0)
      expect(await page.evaluate(() => window.innerWidth), `width of ${screen}`).toBe(390)
    }
    await page.goto('/')
    await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
    await expectNarrow('home')
    await page.goto('/integrations')
    await page.getByRole('link', { name: /A rather long name/ }).click()
    await expect(page.getByRole('heading', { name: /A rather long name/ })).toBeVisible()
    await expectNarrow('an integration')
    await page.goto('/events')
    await expect(page.getByRole('list', { name: 'Events' })).toBeVisible()
    await expectNarrow('events')
    await page.goto('/deliveries')
    await page.getByRole('list', { name: 'Deliveries' }).getByRole('link').first().click()
    await expect(page.getByRole('list', { name: 'Timeline' })).toBeVisible()
    await expectNarrow('a delivery')
    const wizard = new Wizard(page)
    await wizard.open()
    await expectNarrow('type step')
    await wizard.chooseType()
    await wizard.confirm('triggers')
    await wizard.turnOn(OWN_SCORE)
    await expectNarrow('triggers step')
    await wizard.confirm('destination')
    await wizard.fillDestination({ name: 'Phone', url: receiver.url })
    await expectNarrow('destination step')
    await wizard.confirm('payload')
    await expect(wizard.template).toBeVisible()
    await wizard.sendTest()
    await expect(wizard.testResult).toContainText('200 OK')
    await expectNarrow('payload step')
    await wizard.confirm('enable')
    await expectNarrow('enable step')
  })
})
