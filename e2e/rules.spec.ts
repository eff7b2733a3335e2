import type { Page } from '@playwright/test'
import { answer } from '@/lib/testing/receiver'
import { expectAccessible } from './expect-accessible'
import { expect, test } from './fixtures'

const request = (page: Page, number: number) => page.getByRole('group', { name: `Web request ${number}`, exact: true })

test.describe('beside others who change it', () => {
  test.use({ expectedStatuses: [412] })

  test('a rule with two web requests: written, in the list, tried out, changed, deleted', async ({ page, api, receiver }) => {
    await page.goto('/')
    await page.getByRole('link', { name: 'Rules', exact: true }).click()
    await expect(page.getByText('No rules yet')).toBeVisible()
    await expectAccessible(page, 'the empty list')
    await page.getByRole('link', { name: 'Create rule' }).click()

    await page.getByRole('button', { name: 'Create rule' }).click()
    const summary = page.getByRole('main').getByRole('alert')
    await expect(summary).toContainText('The rule was not created')
    await summary.getByRole('link', { name: 'Give the address that receives the requests.' }).click()
    await expect(request(page, 1).getByLabel('URL', { exact: true })).toBeFocused()
    await request(page, 1).getByLabel('URL', { exact: true }).fill(`${receiver.url}/ticket`)
    await page.getByLabel('Name', { exact: true }).fill('Score watch')
    await expect(summary).toHaveCount(0)
    await page.getByLabel('Event', { exact: true }).selectOption('the score of a factor drops')
    await page.getByLabel('Factor', { exact: true }).selectOption('DNS health')
    await page.getByLabel('Points').fill('25')
    await page.getByLabel('Scorecards', { exact: true }).selectOption('All Followed Scorecards')

    await page.getByRole('button', { name: 'Then send another web request' }).click()
    await expect(request(page, 2).getByLabel('URL', { exact: true })).toBeFocused()
    await request(page, 2).getByLabel('URL', { exact: true }).fill(`${receiver.url}/chat`)
    await request(page, 2).getByRole('button', { name: /^Authentication, headers/ }).click()
    await request(page, 2).getByRole('button', { name: 'Add header' }).click()
    await request(page, 2).getByLabel('Header 1 name').fill('X-Team')
    await request(page, 2).getByLabel('Header 1 value').fill('risk')
    await expectAccessible(page, 'creating')

    await request(page, 2).getByRole('button', { name: 'Move web request 2 up' }).focus()
    await page.keyboard.press('Enter')
    await expect(request(page, 1).getByLabel('URL', { exact: true })).toHaveValue(`${receiver.url}/chat`)
    await expect(request(page, 1).getByRole('button', { name: 'Move web request 1 down' })).toBeFocused()
    await expect(page.getByText('Would not have fired in the last 30 days')).toBeVisible()
    await expect(page.getByText('sent again after 10 min, 1 h, 4 h, 10 h, 20 h 50 min')).toBeVisible()
    const preview = request(page, 1).getByRole('region', { name: 'preview of web request 1' })
    await expect(preview).toContainText('"threshold": 25')
    await expect(preview).not.toContainText('webhooks') // of the second request only
    await expect(request(page, 1).getByText('The address or a header is enough')).toBeVisible()
    await page.getByRole('button', { name: 'Send trial event' }).click()
    await expect(page.getByText('Every web request succeeded.')).toBeVisible()
    expect((await receiver.until(2)).map(({ url }) => url)).toEqual(['/chat', '/ticket'])
    await page.getByRole('button', { name: 'Create rule' }).click()

    await expect(page.getByRole('heading', { name: 'Score watch' })).toBeVisible()
    receiver.behave(answer(200, '{"ticket": 41}'))
    await expect(page.getByText('the score of DNS health drops by at least 25 points')).toBeVisible()
    await page.getByRole('button', { name: 'Send trial event' }).click()
    await expect(page.getByText('Every web request succeeded.')).toBeVisible()
    const [, , first, second] = await receiver.until(4)
    expect([first?.url, second?.url]).toEqual(['/chat', '/ticket'])
    expect(first?.headers['x-team']).toBe('risk')
    expect(JSON.parse(second?.body ?? '{}')).toMatchObject({ trigger: { factor: 'dns_health' }, webhooks: [{ url: `${receiver.url}/chat` }] })
    const execution = page.getByRole('list', { name: 'Executions' }).getByRole('listitem').first()
    await expect(execution).toContainText('Succeeded')
    await expect(execution).toContainText('Test')
    await expectAccessible(page, 'a rule')

    const ruleId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Score watch 2')
    await request(page, 2).getByRole('button', { name: /^Authentication, headers/ }).click()
    await expect(request(page, 2).getByRole('region', { name: 'preview of web request 2' })).toContainText(/"ticket":\s*41/) // as it was really answered
    await request(page, 2).getByRole('textbox', { name: /^Body/ }).fill('{"text": {{ rule.name }}}')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByRole('heading', { name: 'Score watch 2' })).toBeVisible()
    await expect(page.getByText('with a body of its own')).toBeVisible()
    await execution.getByRole('link', { name: 'Delivery of web request 2' }).click()
    await expect(page.getByRole('list', { name: 'Timeline' })).toBeVisible()

    // Two people at once: who saves last is told, and nothing of the first is lost.
    const rule = `/rules/${ruleId}`
    await page.goto(`${rule}/edit`)
    await page.getByLabel('Name', { exact: true }).fill('Mine')
    await api.call('PATCH', rule, { event: { kind: 'factor_score_drop', factor: 'dns_health', threshold: 26 } })
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(summary).toContainText('Somebody changed this rule in the meantime')
    await api.call('PATCH', rule, { event: { kind: 'factor_score_drop', factor: 'dns_health', threshold: 25 } })

    await page.goto('/rules')
    const row = page.getByRole('list', { name: 'Rules' }).getByRole('listitem')
    await expect(row).toContainText('When the score of DNS health drops by at least 25 points for all followed scorecards, send a web request to')
    await row.getByRole('switch', { name: 'Score watch 2 enabled' }).click()
    await expect(row.getByRole('switch')).not.toBeChecked()
    await expectAccessible(page, 'the list')
    await row.getByRole('link').click()
    await page.getByRole('button', { name: 'Delete rule' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('Score watch 2')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete rule' }).click()
    await expect(page.getByText('No rules yet')).toBeVisible()
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('no page scrolls sideways; what comes after a failed web request is not run', async ({ page, api, receiver }) => {
    const long = `${receiver.url}/a-long-path-without-any-break-${'x'.repeat(80)}`
    receiver.behave(answer(500))
    await api.call('POST', '/rules', {
      name: 'A rather long name of a rule that must wrap', event: { kind: 'new_issues', by: 'severity', severity: 'low' }, scope: { kind: 'followed' },
      conditions: [{ field: 'label', op: 'not_contains', value: 'internal' }], steps: [{ url: long }, { url: long }],
    })
    const expectNarrow = async () => {
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
    }
    await page.goto('/rules')
    await expect(page.getByRole('list', { name: 'Rules' })).toBeVisible()
    await expectNarrow()
    await page.getByRole('list', { name: 'Rules' }).getByRole('link').click()
    await page.getByRole('button', { name: 'Send trial event' }).click()
    await expect(page.getByRole('list', { name: 'Results of the trial' }).getByText('Not run')).toBeVisible()
    await expect(page.getByRole('list', { name: 'Executions' }).getByText('Not run')).toBeVisible()
    await expectNarrow()
    await page.getByRole('link', { name: 'Edit' }).click()
    await expect(request(page, 2).getByLabel('URL', { exact: true })).toHaveValue(long)
    await request(page, 1).getByRole('button', { name: /^Authentication, headers/ }).click()
    await request(page, 1).getByRole('button', { name: 'Add header' }).click()
    await expectNarrow()
  })
})
