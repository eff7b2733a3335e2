import { rmSync } from 'node:fs'
import { e2eFolder, shareProduct } from './shared-product'
import { startProduct } from './start-product'

/** Playwright's global set-up: one product for the whole run; gives the tear-down. */
export default async function setUpProduct(): Promise<() => Promise<void>> {
  const folder = e2eFolder()
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', removeFolder)
  const product = await startProduct(folder)
  const end = () => {
    product.killLeftovers()
    removeFolder()
  }
  process.off('exit', removeFolder).once('exit', end)
  // Without a handler a SIGTERM ends Playwright without tear-down.
  process.once('SIGTERM', () => process.exit(143))
  shareProduct({ url: product.url, setUpUrl: product.setUpUrl, apiKey: product.apiKey })
  return async () => {
    await product.stop()
    process.off('exit', end)
    removeFolder()
  }
}
