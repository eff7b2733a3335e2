import { answer } from '@/lib/testing/receiver'
import { expect, test } from './fixtures'
import { OWN_SCORE_TYPE } from './wizard'

const drop = (score: number) => ({ LatestScore: score, PrevScore: 732, Threshold: 600 })
const ownScore = [{ type: OWN_SCORE_TYPE, params: { threshold: 600 } }]
const once = { profile: 'custom', timeoutMs: 2000, retryDelaysSeconds: [] }

test('all that failed is sent again: filter, estimate, confirm, progress', async ({ page, receiver, api }) => {
  receiver.behave(answer(500, 'broken'))
  const { id } = await api.createIntegration({ name: 'Mended', triggers: ownScore, destination: { url: receiver.url }, policy: once })
  for (const score of [510, 520, 530]) await api.sendEvent(OWN_SCORE_TYPE, drop(score))
  await receiver.until(3)
  await expect.poll(async () => (await api.listDeliveries(`integrationId=${id}&status=failed`)).length).toBe(3)
  receiver.behave(answer(200, 'ok'))

  await page.goto('/deliveries')
  await page.getByRole('button', { name: 'Resend all matching…' }).click()
  await expect(page.getByRole('dialog')).toContainText('Choose which ones first')
  await page.keyboard.press('Escape')

  await page.goto(`/deliveries?integrationId=${id}&status=failed`)
  await page.getByRole('button', { name: 'Resend all matching…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('3 deliveries will be sent again.')
  await dialog.getByRole('button', { name: 'Resend 3 deliveries' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Resend finished' })).toBeVisible()
  await expect(page.getByText('3 deliveries were handed over')).toBeVisible()
  const arrived = await receiver.until(6)
  const ids = (from: number, to: number) => arrived.slice(from, to).map(({ headers }) => headers['webhook-id']).sort()
  expect(ids(3, 6)).toEqual(ids(0, 3))
  await page.reload()
  await expect(page.getByText('3 deliveries were handed over')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByText('3 deliveries were handed over')).toBeHidden()
  await expect.poll(async () => (await api.listDeliveries(`integrationId=${id}&status=succeeded`)).length).toBe(3)
})

test('a resend that runs can be stopped, and works on a phone', async ({ page, receiver, api }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  receiver.behave(answer(500, 'broken'))
  const { id } = await api.createIntegration({
    name: 'Slow', triggers: ownScore, destination: { url: receiver.url }, policy: { ...once, timeoutMs: 30_000 }, limits: { perSecond: null, concurrency: 1 },
  })
  const events = Array.from({ length: 12 }, () => ({ type: OWN_SCORE_TYPE, context: drop(540) }))
  await api.call('POST', '/events', { events })
  await receiver.until(12)
  await expect.poll(async () => (await api.listDeliveries(`integrationId=${id}&status=failed`)).length).toBe(12)
  receiver.behave(() => {}) // takes the request and never answers

  await page.goto(`/deliveries?integrationId=${id}&status=failed`)
  await page.getByRole('button', { name: 'Resend all matching…' }).click()
  await page.getByRole('radio', { name: /Rendered anew/ }).click()
  await page.getByRole('button', { name: 'Resend 12 deliveries' }).click()
  await receiver.until(13)
  await expect(page.getByRole('progressbar', { name: 'Resending deliveries' })).toBeVisible()
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Resend stopped' })).toBeVisible()
  await expect(page.getByText(/of 12 deliveries were handed over and are sent/)).toBeVisible()
})

test('an integration that the system switched off is enabled again with what it missed, and can be cloned', async ({ page, receiver, api }) => {
  receiver.behave(answer(410, 'gone'))
  const { id } = await api.createIntegration({ name: 'Back again', triggers: ownScore, destination: { url: receiver.url } })
  await api.sendEvent(OWN_SCORE_TYPE, drop(500))
  await receiver.until(1)
  await expect.poll(async () => (await api.readIntegration(id)).enabled).toBe(false)
  await api.sendEvent(OWN_SCORE_TYPE, drop(510), { description: 'Missed one' })
  await api.sendEvent(OWN_SCORE_TYPE, drop(640), { description: 'Above the threshold' })
  const last = await api.sendEvent(OWN_SCORE_TYPE, drop(520), { description: 'Missed two' })
  await expect.poll(async () => JSON.stringify(await api.call('GET', `/events/${last}`))).toContain('disabled_by_system')
  receiver.behave(answer(200, 'ok'))

  await page.goto(`/integrations/${id}`)
  await expect(page.getByText('410 Gone').first()).toBeVisible()
  await expect(page.getByText('2 skipped events in the meantime')).toBeVisible()
  await page.getByRole('button', { name: 'Re-enable and replay skipped' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Replay finished' })).toBeVisible()
  await expect(page.getByRole('switch', { name: 'Back again enabled' })).toBeChecked()
  const arrived = await receiver.until(3)
  const descriptions = arrived.slice(1).map(({ body }) => /"description":\s*"([^"]*)"/.exec(body)?.[1]).sort()
  expect(descriptions).toEqual(['Missed one', 'Missed two'])
  expect(JSON.stringify(await api.call('GET', `/events/${last}`))).not.toContain('disabled_by_system')

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Replay skipped events…' }).click()
  await expect(page.getByRole('dialog')).toContainText('It missed none that its triggers want.')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Clone…' }).click()
  await page.getByRole('button', { name: 'Clone integration' }).click()
  await expect(page.getByLabel('Signing secret', { exact: true })).toContainText('whsec_')
  await page.getByRole('button', { name: 'I have copied it, open the clone' }).click()
  await expect(page.getByRole('heading', { name: 'Back again (copy)' })).toBeVisible()
  await expect(page.getByRole('switch', { name: 'Back again (copy) enabled' })).not.toBeChecked()
})
