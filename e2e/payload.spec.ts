import { expect, test } from './fixtures'
import { OWN_SCORE, Wizard } from './wizard'

test.describe.configure({ mode: 'parallel' })

// The payload step: the code editor, what the preview says, what may be written in.

test('the code editor shows problems with their place, and its suggestion mends them', async ({ page, receiver }) => {
  const wizard = new Wizard(page)
  await wizard.fillUpToPayload({ name: 'Edited', url: receiver.url })
  const editor = page.getByRole('textbox', { name: /Template in the code editor/ })
  await editor.focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('Delete')
  await page.keyboard.type('{"text": "{{ notification.descr }}"}')
  await expect(wizard.problems).toContainText('1:14')
  await expect(wizard.problems).toContainText('There is no variable "notification.descr"')
  await wizard.problems.getByRole('button', { name: 'Use it' }).click()
  await expect(wizard.problems).toContainText('No problems')
  await expect(wizard.preview).toContainText("The score for 'Example Company' dropped below 600")
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type(' x')
  await expect(wizard.problems).toContainText('Error at')
  await expect(page.getByText('not valid')).toBeVisible()
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await expect(page.getByText('valid JSON')).toBeVisible()
})

test('the code editor explains what is pointed at, writes tags as snippets, and mends at the light bulb', async ({ page, receiver }) => {
  const wizard = new Wizard(page)
  await wizard.fillUpToPayload({ name: 'Edited', url: receiver.url })
  await page.getByRole('textbox', { name: /Template in the code editor/ }).focus()
  const rewrite = async (text: string) => {
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.press('Delete')
    await page.keyboard.type(text)
  }
  await rewrite('{"text": "{{ notification.description | upcase }}"}')
  const line = page.locator('.monaco-editor .view-line')
  const shown = page.locator('.monaco-hover:visible')
  // At the end of a name: in the middle of a path stands the object that it goes through.
  const pointAt = (name: string, said: string) => expect(async () => {
    const box = await line.getByText(name).boundingBox()
    if (box) await page.mouse.move(box.x + box.width - 6, box.y + box.height / 2)
    await expect(shown).toContainText(said, { timeout: 2000 })
  }).toPass()
  await pointAt('notification.description', 'notification.description · string')
  await expect(shown).toContainText('Sample:')
  await pointAt('upcase', 'Makes all letters capital')

  await rewrite('{"text": "{% if')
  await page.getByRole('option', { name: /^if/ }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('notification.id') // in the snippet's first place
  await expect(line).toContainText('{% if notification.id %}')
  await expect(line).toContainText('{% endif %}') // closed, though nobody wrote it
  await rewrite('{"text": "{{ notification.descri')
  await page.getByRole('option', { name: /^notification\.description/ }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type(' | upcase')
  await expect(line).toContainText('{{ notification.description | upcase }}')

  await rewrite('{"text": "{{ notification.descr }}"}')
  await expect(wizard.problems).toContainText('There is no variable')
  await expect(page.getByText('valid JSON')).toBeVisible() // so what is said is said of the whole text
  await page.keyboard.press('ControlOrMeta+.')
  await page.getByRole('option', { name: /notification\.description/ }).or(page.locator('.action-widget .monaco-list-row')).first().waitFor()
  await page.keyboard.press('Enter')
  await expect(wizard.problems).toContainText('No problems')
  await expect(line).toContainText('notification.description')
})

test('a value with quotes, line breaks and emoji keeps the body valid JSON', async ({ page, receiver }) => {
  const wizard = new Wizard(page)
  await wizard.fillUpToPayload({ name: 'Edge', url: receiver.url })
  await page.getByRole('tab', { name: 'Sample' }).click()
  await page.getByRole('radio', { name: 'Edge cases' }).click()
  await page.getByRole('tab', { name: 'Preview' }).click()
  await expect(page.getByText('sample: Edge cases')).toBeVisible()
  await expect(page.getByText('valid JSON')).toBeVisible()
  await expect(wizard.preview).toContainText('Söhne')
  const shown: unknown = JSON.parse(await wizard.preview.innerText())
  expect(shown).toMatchObject({ notification: { id: Number.MAX_SAFE_INTEGER } })
  await wizard.sendTest()
  await expect(wizard.testResult).toContainText('200 OK')
  const [sent] = await receiver.until(1)
  expect(JSON.parse(sent?.body ?? '')).toMatchObject({ notification: { context: { Owner: null, Tags: [] } } })
})

test('the payload step compares with the default, copies from a trigger, and keeps pace with typing in a long template', async ({ page, receiver }) => {
  const wizard = new Wizard(page)
  await wizard.open()
  await wizard.chooseType()
  await wizard.confirm('triggers')
  await wizard.turnOn(OWN_SCORE)
  await wizard.turnOn('When a new data leak is published')
  await wizard.confirm('destination')
  await wizard.fillDestination({ name: 'Long', url: receiver.url })
  await wizard.confirm('payload')
  await wizard.usePlainText()
  const long = `{\n${Array.from({ length: 420 }, (_, at) => `  "line${at}": "{{ notification.description }}"`).join(',\n')}\n}`
  await wizard.template.fill(long)
  await expect(wizard.preview).toContainText('"line419"')

  await page.getByRole('button', { name: 'Compare' }).click()
  const changes = page.getByRole('dialog', { name: 'Compared with the default' })
  await expect(changes.getByRole('region', { name: 'Changes' })).toContainText('"line0"')
  await expect(changes).toContainText('420 lines of yours')
  await changes.getByRole('button', { name: 'Close' }).last().click()

  await wizard.template.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(2, 2))
  await wizard.template.focus()
  const took = page.evaluate(() => new Promise<number>((resolve) => {
    const shown = document.querySelector('[aria-label="Rendered body"]')
    let typedAt = 0
    document.addEventListener('keydown', () => { typedAt = performance.now() }, { once: true, capture: true })
    const seen = new MutationObserver(() => {
      if (!shown?.textContent?.includes('{ \n')) return
      seen.disconnect()
      resolve(performance.now() - typedAt)
    })
    if (shown) seen.observe(shown, { subtree: true, childList: true, characterData: true })
  }))
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.type(' ')
  console.log(`  from a key to the preview of a template of ${(long.length / 1000).toFixed(0)} kB: ${(await took).toFixed(0)} ms`)

  await page.getByRole('button', { name: /^New data leak|A new data leak is published/i }).click()
  await page.getByRole('button', { name: 'Copy from' }).click()
  await page.getByRole('menuitem', { name: /edited template/ }).click()
  await expect(wizard.template).toHaveValue(/"line419"/)
  await page.getByRole('button', { name: 'Reset to default' }).click()
  await expect(wizard.template).not.toHaveValue(/"line419"/)
})
