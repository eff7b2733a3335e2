import { createHmac } from 'node:crypto'
import { expect, test } from './fixtures'
import { OWN_SCORE, Wizard } from './wizard'

const ADDED = 'When a reputation is added'
const UPDATED = 'When a reputation is updated'
const reputation = { account: 'ada143be-3c90-4534-b7ea-9899674dc6e0', user: '3823026e-a964-45f6-b201-6b8c096b30d3', reputation: 'rep_1' }

interface Subscription { id: string; name: string; events: string[] }

/** A client of Argyle's v1: Basic, with the id of a key and the key. */
const argyleClient = (url: string, key: string) => async <T>(method: string, path: string, body?: object): Promise<T> => {
  const response = await fetch(`${url}/v1/webhooks${path}`, {
    method, headers: { authorization: `Basic ${Buffer.from(`key-id:${key}`).toString('base64')}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(response.ok).toBe(true)
  return (response.status === 204 ? undefined : await response.json()) as T // tested beside the routes
}
const signatureOf = (body: string | undefined, secret: string) => createHmac('sha512', secret).update(body ?? '').digest('hex')

test('a subscription that a client of Argyle’s made is shown and changed in the browser', async ({ page, api, product, receiver }) => {
  const argyle = argyleClient(product.url, product.apiKey)
  const made = await argyle<Subscription>('POST', '', { events: ['*'], name: 'From a client', url: receiver.url, secret: 'optional-secret' })
  await page.goto('/integrations')
  await page.getByRole('link', { name: 'From a client' }).click()
  await expect(page.getByRole('heading', { name: 'From a client' })).toBeVisible()
  await expect(page.getByText('Argyle subscription').first()).toBeVisible()
  await page.goto(`${new URL(page.url()).pathname}/edit?step=triggers`)
  const wizard = new Wizard(page)
  await wizard.expectStep('triggers')
  await expect(wizard.trigger(ADDED)).toBeChecked()
  await wizard.trigger(UPDATED).click()
  await expect(wizard.trigger(UPDATED)).not.toBeChecked()
  await wizard.confirm('destination')
  await wizard.field('Name').fill('Renamed in the browser')
  await wizard.confirm('payload')
  await wizard.confirm('enable')
  await page.getByRole('button', { name: 'Finish' }).click()
  await expect(page.getByRole('heading', { name: 'Renamed in the browser' })).toBeVisible()
  expect(await argyle<Subscription>('GET', `/${made.id}`)).toMatchObject({ id: made.id, name: 'Renamed in the browser', events: ['reputations.added'] })
  await api.sendEvent('reputations.updated', reputation)
  await api.sendEvent('reputations.added', reputation)
  const [request] = await receiver.until(1)
  expect(JSON.parse(request?.body ?? '{}')).toEqual({ event: 'reputations.added', name: 'Renamed in the browser', data: reputation })
  expect(request?.headers['x-argyle-signature']).toBe(signatureOf(request?.body, 'optional-secret'))
})

test('a subscription that was made in the browser is there for a client of Argyle’s, who can end it', async ({ page, api, product, receiver }) => {
  const argyle = argyleClient(product.url, product.apiKey)
  const wizard = new Wizard(page)
  await wizard.open()
  await wizard.chooseType(/^Argyle subscription/)
  await wizard.confirm('triggers')
  await expect(wizard.trigger(UPDATED)).toBeChecked()
  await wizard.confirm('destination')
  await wizard.fillDestination({ name: 'From the browser', url: receiver.url })
  await wizard.confirm('payload')
  await wizard.confirm('enable')
  const secret = await wizard.finish()
  const { results } = await argyle<{ results: Subscription[] }>('GET', '')
  expect(results).toMatchObject([{ name: 'From the browser', events: ['reputations.added', 'reputations.updated'] }])
  await api.sendEvent('reputations.updated', reputation)
  const [request] = await receiver.until(1)
  expect(request?.headers['x-argyle-signature']).toBe(signatureOf(request?.body, secret))
  await argyle('DELETE', `/${results[0]?.id}`)
  await page.goto('/integrations')
  await expect(page.getByText('Send your first event somewhere')).toBeVisible()
})

test('PagerDuty is not switched on before its key has taken the place of the placeholder', async ({ page }) => {
  const wizard = new Wizard(page)
  await wizard.open()
  await wizard.chooseType(/^PagerDuty/)
  await wizard.confirm('triggers')
  await wizard.turnOn(OWN_SCORE)
  await wizard.confirm('destination')
  await wizard.field('Name').fill('On call')
  await wizard.confirm('payload')
  await expect(wizard.problems).toContainText('The routing_key is still the placeholder YOUR-INTEGRATION-KEY')
  await wizard.confirm('enable')
  await page.getByRole('button', { name: 'Finish' }).click()
  const refused = page.getByRole('main').getByRole('alert').getByRole('button', { name: /routing_key is still the placeholder/ })
  await refused.click()
  await wizard.expectStep('payload')
  await wizard.usePlainText()
  await wizard.template.fill((await wizard.template.inputValue()).replace('YOUR-INTEGRATION-KEY', '0123456789abcdef0123456789abcdef'))
  await expect(wizard.problems).toContainText('No problems')
  await wizard.confirm('enable')
  await page.getByRole('button', { name: 'Finish' }).click()
  await expect(page.getByRole('heading', { name: 'On call' })).toBeVisible()
})
