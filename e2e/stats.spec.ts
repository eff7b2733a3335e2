import * as z from 'zod'
import type { ApiClient } from './api-client'
import { expect, test } from './fixtures'
import { OWN_SCORE_TYPE } from './wizard'

const drop = { LatestScore: 540, PrevScore: 732, Threshold: 600 }
const counted = z.object({ totals: z.object({ attempts: z.number() }) })

const countOf = async (api: ApiClient, id: string) => counted.parse(await api.call('GET', `/integrations/${id}/stats`)).totals.attempts

test('what was sent is seen in charts, with the keyboard too, in numbers and in the list; a test message is not', async ({ page, receiver, api }) => {
  const { id } = await api.createIntegration({ name: 'SIEM', triggers: [{ type: OWN_SCORE_TYPE }], destination: { url: receiver.url } })
  await api.call('POST', '/integrations/test', { integrationId: id, triggerType: OWN_SCORE_TYPE })
  for (let i = 0; i < 3; i++) await api.sendEvent(OWN_SCORE_TYPE, drop)
  await receiver.until(4)
  await expect.poll(() => countOf(api, id)).toBe(3)

  await page.goto(`/integrations/${id}?range=30d`)
  const volume = page.getByRole('slider', { name: 'Attempts over time' })
  await volume.focus()
  await expect(volume).toHaveAttribute('aria-valuetext', /: 3 succeeded, none failed$/)
  await volume.press('ArrowLeft')
  await expect(volume).toHaveAttribute('aria-valuetext', /: no attempts$/)
  await volume.press('End')
  await expect(page.getByRole('slider', { name: 'Success rate over time' })).toHaveAttribute('aria-valuetext', /: 100 %$/)
  await expect(page.getByRole('slider', { name: 'Latency over time' })).toHaveAttribute('aria-valuetext', /: p50 .* ms, p95 .* ms$/)
  await page.getByText('In numbers').click()
  await expect(page.getByRole('region', { name: 'Attempts in numbers' }).getByRole('row').nth(1)).toContainText('100 %')
  await page.getByRole('radio', { name: '7 d' }).check()
  await expect(page).toHaveURL(/range=7d/)
  await expect(page.getByText('3 succeeded').first()).toBeVisible()

  await page.goto('/integrations')
  await expect(page.getByRole('img', { name: 'Attempts in the last 24 hours: 3 succeeded, 0 failed' })).toBeVisible()
  await page.goto('/')
  await expect(page.getByRole('slider', { name: 'Attempts over time' })).toBeVisible()
})
