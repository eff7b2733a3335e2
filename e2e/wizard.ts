import { expect, type Locator, type Page } from '@playwright/test'

export const OWN_SCORE = "When my company's score drops below 600"
export const OWN_SCORE_TYPE = 'CustomerCSTARUnderThreshold'

const headings = {
  type: 'What should receive the events?',
  triggers: 'When should something be sent?',
  destination: 'Where should it go?',
  payload: 'What should it say?',
  enable: 'Check and switch on',
} as const

export type WizardStepName = keyof typeof headings

/** The wizard as a person sees it. */
export class Wizard {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/integrations/new')
    await this.expectStep('type')
  }

  async expectStep(step: WizardStepName): Promise<void> {
    await expect(this.page.getByRole('heading', { name: headings[step] })).toBeVisible()
  }

  async confirm(next: WizardStepName): Promise<void> {
    await this.page.getByRole('button', { name: 'Confirm and next' }).click()
    await this.expectStep(next)
  }

  async back(previous: WizardStepName): Promise<void> {
    await this.page.getByRole('button', { name: 'Back', exact: true }).click()
    await this.expectStep(previous)
  }

  async chooseType(name: RegExp = /^Webhook/): Promise<void> {
    await this.page.getByRole('radio', { name }).click()
  }

  trigger(label: string): Locator {
    return this.page.getByRole('switch', { name: label, exact: true })
  }

  async turnOn(label: string): Promise<void> {
    await this.trigger(label).click()
    await expect(this.trigger(label)).toBeChecked()
  }

  field(name: string): Locator {
    return this.page.getByLabel(name, { exact: true })
  }

  async fillDestination({ name, url }: { name: string; url: string }): Promise<void> {
    await this.field('Name').fill(name)
    await this.field('URL').fill(url)
  }

  /** The template as an ordinary text field. */
  get template(): Locator {
    return this.page.getByRole('textbox', { name: 'Template', exact: true })
  }

  async usePlainText(): Promise<void> {
    await this.page.getByRole('button', { name: 'Plain text' }).click()
    await expect(this.template).toBeVisible()
  }

  get preview(): Locator {
    return this.page.getByRole('region', { name: 'rendered body', exact: true })
  }

  get problems(): Locator {
    return this.page.getByRole('group', { name: 'Problems' })
  }

  get testResult(): Locator {
    return this.page.getByRole('region', { name: 'Test result' })
  }

  async sendTest(): Promise<void> {
    await this.page.getByRole('button', { name: 'Send test message' }).click()
    await expect(this.testResult).toHaveAttribute('aria-busy', 'false')
  }

  /** From the first step to the payload, with one trigger and nothing but name and address. */
  async fillUpToPayload({ name, url }: { name: string; url: string }): Promise<void> {
    await this.open()
    await this.chooseType()
    await this.confirm('triggers')
    await this.turnOn(OWN_SCORE)
    await this.confirm('destination')
    await this.fillDestination({ name, url })
    await this.confirm('payload')
  }

  /** Presses Finish; gives the signing secret, which is shown once. */
  async finish(): Promise<string> {
    await this.page.getByRole('button', { name: 'Finish' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Copy the signing secret' })
    const secret = await dialog.getByLabel('Signing secret', { exact: true }).innerText()
    await dialog.getByRole('button', { name: 'I have copied it' }).click()
    await expect(this.page).toHaveURL(/\/integrations\/int_\w+$/)
    return secret
  }
}
