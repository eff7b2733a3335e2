import { join } from 'node:path'
import * as z from 'zod'

const sharedProduct = z.object({ url: z.string(), setUpUrl: z.string(), apiKey: z.string() })
export type SharedProduct = z.infer<typeof sharedProduct>

/** Hands the running product to the workers, which inherit the environment of the set-up. */
export function shareProduct(product: SharedProduct): void {
  process.env.E2E_PRODUCT = JSON.stringify(product)
}

export function readSharedProduct(): SharedProduct {
  return sharedProduct.parse(JSON.parse(process.env.E2E_PRODUCT ?? 'null'))
}

/** The run's temporary folder, made by the configuration. */
export function e2eFolder(): string {
  const folder = process.env.E2E_FOLDER
  if (!folder) throw new Error('E2E_FOLDER is set by playwright.config.ts')
  return folder
}

/** Where the first run leaves the owner's session for the other tests. */
export const sessionFile = (): string => join(e2eFolder(), 'session.json')
