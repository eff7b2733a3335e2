import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod'
import { delivery } from '@/lib/contracts/delivery'
import { integration } from '@/lib/contracts/integration'
import { findProjectRoot } from '@/lib/project-root'
import { expect, test } from './fixtures'

const run = promisify(execFile)

/** The paragraphs of the README's example: settings, then one command each. */
function readExample(): string[] {
  const readme = readFileSync(join(findProjectRoot(), 'README.md'), 'utf8')
  const block = /```sh\n(api=[\s\S]*?)```/.exec(readme)?.[1]
  if (!block) throw new Error('README.md has no example that begins with "api="')
  return block.trim().split('\n\n')
}

test('the API example in the README works as it stands', async ({ product, receiver }) => {
  const [settings = '', ...commands] = readExample()
  const [create = '', send = '', read = ''] = commands.map((command) => command.replace('http://127.0.0.1:9000', receiver.url))
  const answerOf = async (command: string): Promise<unknown> => {
    const env = { ...process.env, HOOKWRIGHT_URL: product.url, HOOKWRIGHT_API_KEY: product.apiKey }
    const { stdout } = await run('bash', ['-euc', `${settings}\n${command}`], { env })
    return JSON.parse(stdout)
  }
  const created = integration.parse(await answerOf(create))
  expect(created.signing.secret).toMatch(/^whsec_/)
  expect(await answerOf(send)).toMatchObject({ events: [{ status: 'accepted' }] })
  const [received] = await receiver.until(1)
  expect(received?.url).toBe('/hook')
  const { data } = z.object({ data: z.array(delivery) }).parse(await answerOf(read))
  expect(data).toMatchObject([{ id: received?.headers['webhook-id'], integration: { name: 'SIEM' } }])
})
