import { describe, expect, it } from 'vitest'
import { Webhook } from 'standardwebhooks'
import { dispatch } from '@/inngest/dispatch'
import { setUpWorld } from '@/inngest/testing/set-up-world'
import { integrationTo, sampleContext, type World } from '@/inngest/testing/start-world'
import { bySystem } from '@/lib/audit/acting'
import type { IntegrationView } from '@/lib/contracts/integration'
import { pool } from '@/lib/db'
import { headerSecrets, sealSecrets } from '@/lib/integrations/integration-secrets'
import { deleteIntegration } from '@/lib/integrations/switch-integration'
import { rotateSecret } from '@/lib/integrations/rotate-secret'
import { updateIntegration } from '@/lib/integrations/update-integration'
import { answer, type ReceivedRequest, type Receiver } from '@/lib/testing/receiver'

const event = { type: 'CustomerCSTARUnderThreshold', context: sampleContext }
const quickly = { profile: 'custom' as const, timeoutMs: 2000, retryDelaysSeconds: [1, 1], jitter: false }

let world: World
let receiver: Receiver
setUpWorld((one, itsReceiver) => {
  world = one
  receiver = itsReceiver
})

const shown = ({ signing }: IntegrationView): string => String(signing.secret)
const signatures = ({ headers }: ReceivedRequest): string[] => String(headers['webhook-signature'] ?? '').split(' ').filter(Boolean)
const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const

/** What the verifier of the standard itself says to the request as it came, or to one of its signatures alone. */
const verifies = (secret: string, request: ReceivedRequest, only?: string): boolean => {
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name])]))
  try {
    new Webhook(secret).verify(request.body, { ...headers, ...(only !== undefined && { 'webhook-signature': only }) })
    return true
  } catch {
    return false
  }
}

describe('a rotated signing secret', () => {
  it('signs beside the former one while they overlap, also on retries and resends of before; then alone', async () => {
    let fail = () => {}
    receiver.behave((response, request, n) => {
      if (n === 1) fail = () => answer(503)(response, request, n)
      else answer(200)(response, request, n)
    })
    const made = await world.create(integrationTo(receiver.url, { policy: { ...quickly, timeoutMs: 30_000 } }))
    const first = shown(made)
    await world.send(event)
    await receiver.until(1)
    const second = shown(await rotateSecret(bySystem(world.workspaceId), made.id, 24))
    fail() // not before: the retry shall meet the new secret however slow this machine is
    const [before, retry] = await receiver.until(2)
    if (!before || !retry) throw new Error('no requests')
    expect([signatures(before).length, verifies(first, before), verifies(second, before)]).toEqual([1, true, false])
    expect(signatures(retry)).toHaveLength(2)
    const [newest, former] = signatures(retry)
    expect([verifies(second, retry, newest), verifies(first, retry, former), verifies(first, retry, newest)]).toEqual([true, true, false])
    expect([verifies(first, retry), verifies(second, retry)]).toEqual([true, true])

    // An overlap that is over: what a second rotation made the former one counts until then only.
    const third = shown(await rotateSecret(bySystem(world.workspaceId), made.id, 0.0001))
    await expect.poll(() => Date.now() > retry.at + 400).toBe(true) // 0.36 s and more
    await world.settled(1)
    await world.send(event)
    const [, , after] = await receiver.until(3)
    if (!after) throw new Error('no request')
    expect([signatures(after).length, verifies(third, after), verifies(second, after), verifies(first, after)]).toEqual([1, true, false, false])
  })

  it.each(['guard', 'argyle', 'hmac'] as const)('has no overlap for %s: the new one signs from the next attempt', async (scheme) => {
    const header = { guard: 'x-guard-signature', argyle: 'x-argyle-signature', hmac: 'x-signature' }[scheme]
    const made = await world.create(integrationTo(receiver.url, { signing: { scheme, secret: 'first-secret-of-ours' } }))
    await world.send(event)
    const [before] = await receiver.until(1)
    await world.settled(1)
    await rotateSecret(bySystem(world.workspaceId), made.id, 24)
    await world.send(event)
    const [, after] = await receiver.until(2)
    expect(after?.headers[header]).toMatch(/^[\da-f]+$/)
    expect(String(after?.headers[header]).length).toBe(String(before?.headers[header]).length)
    expect(after?.headers[header]).not.toBe(before?.headers[header])
    expect(after?.headers['webhook-signature']).toBeUndefined()
  })

  it('is given up by a secret that is entered: no overlap signs on with one that was replaced by hand', async () => {
    const made = await world.create(integrationTo(receiver.url))
    await rotateSecret(bySystem(world.workspaceId), made.id, 24)
    const entered = `whsec_${Buffer.alloc(24, 9).toString('base64')}`
    await updateIntegration(dispatch, bySystem(world.workspaceId), made.id, { signing: { secret: entered } }, null)
    await world.send(event)
    const [request] = await receiver.until(1)
    if (!request) throw new Error('no request')
    expect([signatures(request).length, verifies(entered, request), verifies(shown(made), request)]).toEqual([1, true, false])
  })
})

describe('sealed bytes that belong elsewhere', () => {
  const withSecret = (name: string, token: string) => world.create(integrationTo(receiver.url, {
    name, destination: { url: `${receiver.url}/${name}`, auth: { kind: 'bearer', token } }, policy: { ...quickly, retryDelaysSeconds: [] },
  }))
  const swap = (left: string, right: string) => pool().query(
    `UPDATE integration i SET secrets = o.secrets, version = i.version + 1 FROM integration o WHERE (i.id = $1 AND o.id = $2) OR (i.id = $2 AND o.id = $1)`, [left, right])

  it('of another row or workspace, or damaged, send nothing and say why; all others go on', async () => {
    const [a, b, moved, lost, good] = await Promise.all(['a', 'b', 'moved', 'lost', 'good'].map((name) => withSecret(name, `token-of-${name}`)))
    if (!a || !b || !moved || !lost || !good) throw new Error('none made')
    await swap(a.id, b.id)
    const foreign = Buffer.from(sealSecrets({ id: moved.id, workspaceId: 'ws_thief' }, { headers: headerSecrets() }))
    await pool().query('UPDATE integration SET secrets = $2, version = version + 1 WHERE id = $1', [moved.id, foreign])
    await pool().query(`UPDATE integration SET secrets = set_byte(secrets, octet_length(secrets) - 1, get_byte(secrets, octet_length(secrets) - 1) # 1), version = version + 1 WHERE id = $1`, [lost.id])
    await world.send(event)
    const deliveries = await world.settled(5)
    for (const delivery of deliveries) {
      if (delivery.integration?.id === good.id) continue
      expect(delivery.status).toBe('failed')
      expect(delivery.attempts.map(({ error }) => error)).toEqual([{ code: 'protocol', message: expect.stringMatching(/cannot be read: The secret does not open: damaged, moved from another row, or sealed by another key/) }])
      expect(JSON.stringify(delivery)).not.toContain('token-of-')
    }
    expect(receiver.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([['/good', 'Bearer token-of-good']])
    await Promise.all([a, b, moved, lost, good].map(({ id }) => deleteIntegration(bySystem(world.workspaceId), id)))
  })
})
