import type { Page } from '@playwright/test'
import * as z from 'zod'
import { expectAccessible } from './expect-accessible'
import { expect, test } from './fixtures'
import { Wizard } from './wizard'

const types = z.object({ data: z.array(z.object({ key: z.string(), own: z.unknown() })) })

test.afterEach(async ({ api }) => {
  await api.clear()
  const { data } = types.parse(await api.call('GET', '/event-types'))
  for (const { key, own } of data) if (own !== null) await api.call('DELETE', `/event-types/${key}`)
})

const sample = '{"orderId": 1042, "shippedAt": "2026-01-01T09:30:00Z", "customer": {"name": "Ada"}, "items": [{"sku": "A-1"}]}'
const preview = (page: Page) => page.getByRole('region', { name: 'rendered body', exact: true })
const fieldRow = (page: Page, name: string) => page.getByRole('region', { name: 'Fields' }).getByRole('row', { name })

test.describe('what is refused is told', () => {
  test.use({ expectedStatuses: [409, 422] })

  test('from a pasted sample to a message: create, choose it in the wizard, send, change, delete', async ({ page, api, receiver }) => {
    await page.goto('/settings/event-types')
    await expect(page.getByText('None of your own yet')).toBeVisible()
    await expectAccessible(page, 'the empty list')
    await page.getByRole('link', { name: 'Create event type' }).click()

    await page.getByLabel('Label', { exact: true }).fill('When an order is shipped')
    await expect(page.getByLabel('Key', { exact: true })).toHaveValue('order.shipped')
    await page.getByLabel('Sample', { exact: true }).fill('{"orderId": 1042')
    await expect(page.getByText(/This is not JSON/)).toBeVisible()
    await page.getByLabel('Sample', { exact: true }).fill(sample)
    await expect(fieldRow(page, 'shippedAt')).toContainText('date and time')
    const required = (name: string) => fieldRow(page, name).getByRole('checkbox', { name: `${name} is required` })
    await expect(required('items[].sku')).not.toBeChecked()
    await required('orderId').click()
    await expect(required('orderId')).toBeChecked()
    await page.getByRole('button', { name: 'Take them from the samples' }).click()
    await expect(required('orderId')).not.toBeChecked()
    await expect(page.getByLabel('Default body', { exact: true })).toHaveValue(/"orderId": \{\{ notification\.context\.orderId \}\}/)
    await expect(preview(page)).toContainText('"orderId": 1042')
    await page.getByLabel('Sample of the preview').selectOption('Edge cases')
    await expect(preview(page)).toContainText('"orderId": 0')
    await page.getByRole('button', { name: 'Add another sample' }).click()
    await page.getByLabel('Sample 2', { exact: true }).fill('{"orderId": 7}')
    await expect(required('orderId')).toBeChecked()
    await required('shippedAt').click()
    await page.getByRole('button', { name: 'Create event type' }).click()
    await expect(page.getByText('The sample does not fit contextSchema: /shippedAt')).toHaveCount(2)
    await required('shippedAt').click()
    await page.getByLabel('Description').fill('Order {{ notification.context.orderId }} was shipped')
    await expect(page.getByText('For the sample: “Order 1042 was shipped”')).toBeVisible()
    await expectAccessible(page, 'creating')
    await page.getByLabel('Key', { exact: true }).fill('investigation.opened')
    await page.getByRole('button', { name: 'Create event type' }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText('There is an event type "investigation.opened" already')
    await page.getByLabel('Key', { exact: true }).fill('order.shipped')
    await page.getByRole('button', { name: 'Create event type' }).click()
    await expect(page.getByRole('heading', { name: 'An order is shipped' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'command' })).toContainText('"type": "order.shipped"')
    await expectAccessible(page, 'an own event type')

    const wizard = new Wizard(page)
    await wizard.open()
    await wizard.chooseType()
    await wizard.confirm('triggers')
    await wizard.turnOn('When an order is shipped')
    await wizard.confirm('destination')
    await wizard.fillDestination({ name: 'Warehouse', url: receiver.url })
    await wizard.confirm('payload')
    await expect(wizard.preview).toContainText('Order 1042 was shipped')
    await page.getByRole('tab', { name: 'Variables' }).click()
    await expect(page.getByText('notification.context.customer.name')).toBeVisible()
    await wizard.confirm('enable')
    await wizard.finish()
    await api.sendEvent('order.shipped', { orderId: 99, customer: { name: 'Grace' } })
    const [received] = await receiver.until(1)
    expect(JSON.parse(received?.body ?? '{}')).toMatchObject({ notification: { description: 'Order 99 was shipped', context: { orderId: 99, shippedAt: null, customer: { name: 'Grace' } } } })

    await page.goto('/events?type=order.shipped')
    await expect(page.getByLabel('Event type')).toHaveValue('order.shipped')
    await expect(page.getByRole('list', { name: 'Events' })).toContainText('Order 99 was shipped')

    await page.goto('/settings/event-types')
    await page.getByRole('list', { name: 'Your event types' }).getByRole('link', { name: /An order is shipped.*1 integration/ }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByRole('dialog', { name: 'order.shipped is in use' })).toContainText('Warehouse')
    await page.getByRole('button', { name: 'Close' }).first().click()
    await page.getByRole('link', { name: 'Edit' }).click()
    await expect(page.getByLabel('Key', { exact: true })).toHaveAttribute('readonly', '')
    await page.getByLabel('Default body', { exact: true }).fill('{"order": {{ notification.context.orderId }}')
    await expect(page.getByRole('group', { name: 'Problems' })).toContainText('Error')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText('Nothing was changed')
    await page.getByLabel('Default body', { exact: true }).fill('{"order": {{ notification.context.orderId }}}')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByRole('region', { name: 'default body' })).toContainText('{"order"')
    await api.sendEvent('order.shipped', { orderId: 100 })
    expect((await receiver.until(2))[1]?.body).toBe('{"order": 100}')

    await api.clear()
    await page.reload()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Delete event type' }).click()
    await expect(page.getByText('None of your own yet')).toBeVisible()
  })

  test('a built-in type can be looked at', async ({ page }) => {
    await page.goto('/settings/event-types')
    await page.getByRole('searchbox', { name: 'Search built-in event types' }).fill('investigation')
    await page.getByRole('list', { name: 'Built-in event types' }).getByRole('link').click()
    await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0)
    await expect(preview(page)).toContainText('inv_abc123')
    await expectAccessible(page, 'a built-in event type')
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('no page scrolls sideways', async ({ page, api }) => {
    await api.call('POST', '/event-types', { key: `acme.${'very-long-key-'.repeat(5)}x`, label: 'When something with a rather long name that must wrap happens', sample: JSON.parse(sample) as unknown })
    const expectNarrow = async () => {
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
    }
    await page.goto('/settings/event-types')
    await expect(page.getByRole('list', { name: 'Your event types' })).toBeVisible()
    await expectNarrow()
    await page.getByRole('list', { name: 'Your event types' }).getByRole('link').click()
    await expect(preview(page)).toContainText('1042')
    await expectNarrow()
    await page.getByRole('link', { name: 'Edit' }).click()
    await expect(preview(page)).toContainText('1042')
    await expectNarrow()
  })
})
