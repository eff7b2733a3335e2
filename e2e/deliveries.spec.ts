import { answer } from '@/lib/testing/receiver'
import { expect, test } from './fixtures'
import { OWN_SCORE_TYPE } from './wizard'

const drop = (score: number) => ({ LatestScore: score, PrevScore: 732, Threshold: 600 })
const ownScore = [{ type: OWN_SCORE_TYPE, params: { threshold: 600 } }]

test('deliveries are filtered in the URL, and the detail shows attempts, request and response', async ({ page, receiver, api }) => {
  receiver.behave((response, request, n) => answer(n === 2 ? 503 : 200, n === 2 ? 'try later' : '{"stored":true}')(response, request, n))
  const good = await api.createIntegration({ name: 'Good', triggers: ownScore, destination: { url: `${receiver.url}/good` } })
  await api.sendEvent(OWN_SCORE_TYPE, drop(540))
  await receiver.until(1)
  await api.createIntegration({ name: 'Struggling', triggers: [{ type: 'reputations.updated' }], destination: { url: `${receiver.url}/struggling` }, policy: { profile: 'guard' } })
  await api.sendEvent('reputations.updated', { account: 'a-1', user: 'u-1', reputation: 'r-1' })
  await receiver.until(2)

  await page.goto('/deliveries')
  const list = page.getByRole('list', { name: 'Deliveries' })
  await expect(list.getByRole('link', { name: /Delivered.*Good/ }).first()).toBeVisible()
  await expect(list.getByRole('link', { name: /Retrying.*Struggling.*next in/ })).toBeVisible()

  await page.getByRole('button', { name: 'Status: Any status' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Delivered' }).click()
  await page.keyboard.press('Escape')
  // Each change of the URL is committed a moment after it shows: a reload in between would lose the second one.
  await expect(page.getByRole('button', { name: 'Clear filters' })).toBeVisible()
  await expect(list.getByRole('link', { name: /Retrying/ })).toHaveCount(0)
  await page.getByLabel('Integration', { exact: true }).selectOption('Good')
  await expect(page).toHaveURL(new RegExp(`status=succeeded.*integrationId=${good.id}`))
  await expect(list.getByRole('link')).toHaveCount(1)
  await page.reload()
  await expect(list.getByRole('link')).toHaveCount(1)
  await expect(page.getByLabel('Integration', { exact: true })).toHaveValue(good.id)

  await list.getByRole('link', { name: /Good/ }).click()
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('attempt 1')
  const attempt = page.getByRole('region', { name: 'Attempt 1' })
  await expect(attempt).toContainText('HTTP 200')
  await expect(attempt.getByRole('region', { name: 'response body' })).toContainText('"stored": true')
  await attempt.getByRole('tab', { name: 'Request' }).click()
  await expect(attempt.getByRole('region', { name: 'request body' })).toContainText('"LatestScore": 540')
  await expect(attempt).toContainText(`${receiver.url}/good`)
})

test('a resend repeats the same bytes under the same id as a manual attempt', async ({ page, receiver, api }) => {
  const { id } = await api.createIntegration({ name: 'Again', triggers: ownScore, destination: { url: receiver.url } })
  await api.sendEvent(OWN_SCORE_TYPE, drop(530))
  const [first] = await receiver.until(1)
  await page.goto(`/deliveries?integrationId=${id}`)
  await page.getByRole('list', { name: 'Deliveries' }).getByRole('link').click()
  const timeline = page.getByRole('list', { name: 'Timeline' })
  await expect(timeline).toContainText('attempt 1')
  await page.getByRole('button', { name: 'Resend', exact: true }).click()
  await page.getByRole('menuitem', { name: /Original body/ }).click()
  const second = (await receiver.until(2))[1]
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  expect(second?.body).toBe(first?.body)
  await expect(timeline.getByRole('button', { name: /attempt 2.*Manual/ })).toBeVisible()
})

test('a failing delivery says when it is tried next and can be cancelled', async ({ page, receiver, api }) => {
  receiver.behave(answer(500, 'broken'))
  const { id } = await api.createIntegration({ name: 'Broken', triggers: ownScore, destination: { url: receiver.url }, policy: { profile: 'guard' } })
  await api.sendEvent(OWN_SCORE_TYPE, drop(520))
  await receiver.until(1)
  await page.goto(`/deliveries?integrationId=${id}`)
  await page.getByRole('list', { name: 'Deliveries' }).getByRole('link', { name: /Retrying.*1\/5 attempts.*HTTP 500/ }).click()
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('scheduled, in')
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^Cancel delivery/ }).click()
  await expect(page.getByRole('list', { name: 'Deliveries' }).getByRole('link', { name: /Cancelled/ })).toBeVisible()
})

test('switched off in the list, an integration skips events, and the events page says so in words', async ({ page, receiver, api }) => {
  await api.createIntegration({ name: 'Pager', triggers: ownScore, destination: { url: receiver.url } })
  await page.goto('/integrations')
  const toggle = page.getByRole('switch', { name: 'Pager enabled' })
  await toggle.click()
  await expect(page.getByText('Pager is off.')).toBeVisible()
  await expect(toggle).not.toBeChecked()
  await api.sendEvent(OWN_SCORE_TYPE, drop(510), { description: 'While it was off' })
  await api.sendEvent(OWN_SCORE_TYPE, drop(590), { description: 'Also while it was off' })

  await page.goto('/events')
  await page.getByRole('link', { name: /^While it was off/ }).click()
  await expect(page.getByText('Pager: switched off')).toBeVisible()

  await page.goto('/integrations')
  await toggle.click()
  await expect(page.getByText('Pager is on.')).toBeVisible()
  await api.sendEvent(OWN_SCORE_TYPE, drop(640), { description: 'Not low enough' })
  await api.sendEvent(OWN_SCORE_TYPE, drop(500), { description: 'After it was on again' })
  const arrived = await receiver.until(1)
  expect(JSON.parse(arrived[0]?.body ?? '')).toMatchObject({ notification: { description: 'After it was on again' } })
  expect(arrived).toHaveLength(1)
  await page.goto('/events')
  await expect(page.getByRole('link', { name: /^After it was on again/ })).toContainText('1 delivered')
  await expect(page.getByRole('link', { name: /^Not low enough/ })).toContainText('Skipped by 1')
  await page.getByRole('link', { name: /^Not low enough/ }).click()
  await expect(page.getByText('Pager: not below 600')).toBeVisible()
})
