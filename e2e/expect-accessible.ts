import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './fixtures'

/**
 * axe finds nothing serious on this screen in either theme. They differ in colours alone, so that the dark one is held to
 * the rules about colours, on the same page.
 */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await expect.poll(() => page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(theme === 'dark')
    await untilStill(page)
    // Legacy mode: no blank page is opened to put results of several frames together; there is one frame.
    const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
    const { violations } = await (theme === 'light' ? axe : axe.withRules(['color-contrast', 'link-in-text-block'])).analyze()
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    const told = grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary})`).join('; ')}`)
    expect.soft(told, `axe on ${screen}, ${theme} theme`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Colours that are on their way from one to the other are nobody's. */
async function untilStill(page: Page): Promise<void> {
  const isMoving = () => document.getAnimations().some((one) => one.playState === 'running' && one.effect?.getTiming().iterations !== Infinity)
  await expect.poll(() => page.evaluate(isMoving)).toBe(false)
}
