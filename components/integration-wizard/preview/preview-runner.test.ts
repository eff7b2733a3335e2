import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PreviewOutcome, PreviewRequest, WorkerMessage, WorkerRequest } from './preview-messages'
import { PreviewRunner, type PreviewPort } from './preview-runner'

const request: PreviewRequest = {
  template: '', contentType: 'application/json', contextSchema: {}, sample: '{}', fallbackSample: '{}',
  integration: { id: 'i', name: 'n' }, workspace: { id: 'w', name: 'n' },
}
const outcome = (output: string): PreviewOutcome => ({ output, valid: true, problems: [], bytes: 0, milliseconds: 0 })

/** The other end of the thread, moved by hand. */
class TestPort implements PreviewPort {
  onmessage: ((event: { data: WorkerMessage }) => void) | null = null
  onerror: ((event: unknown) => void) | null = null
  sent: WorkerRequest[] = []
  ended = false
  postMessage(message: WorkerRequest) { this.sent.push(message) }
  terminate() { this.ended = true }
  ready() { this.onmessage?.({ data: { kind: 'ready' } }) }
  answer(output: string) { this.onmessage?.({ data: { kind: 'done', id: this.sent.at(-1)?.id ?? 0, outcome: outcome(output) } }) }
}

describe('PreviewRunner', () => {
  const ports: TestPort[] = []
  const makeRunner = () => new PreviewRunner(() => {
    const port = new TestPort()
    ports.push(port)
    return port
  })
  const port = (index: number) => {
    const found = ports[index]
    if (!found) throw new Error(`no worker ${index}`)
    return found
  }

  beforeEach(() => {
    ports.length = 0
    vi.useFakeTimers()
  })
  afterEach(() => void vi.useRealTimers())

  it('loading does not count against the second', async () => {
    const result = makeRunner().run(request, 'preview')
    await vi.advanceTimersByTimeAsync(5000)
    port(0).ready()
    await vi.advanceTimersByTimeAsync(900)
    port(0).answer('a')
    expect(await result).toMatchObject({ output: 'a' })
  })

  it('a template that takes longer than a second is ended, and the next one gets a fresh worker', async () => {
    const runner = makeRunner()
    const slow = runner.run(request, 'preview')
    port(0).ready()
    const next = runner.run(request, 'check:A')
    await vi.advanceTimersByTimeAsync(1001)
    expect(await slow).toMatchObject({ valid: false, problems: [{ code: 'limit' }] })
    expect(port(0).ended).toBe(true)
    port(1).ready()
    port(1).answer('b')
    expect(await next).toMatchObject({ output: 'b' })
  })

  it('a late answer of an ended worker changes nothing', async () => {
    const runner = makeRunner()
    const slow = runner.run(request, 'preview')
    port(0).ready()
    await vi.advanceTimersByTimeAsync(1001)
    port(0).answer('late')
    expect(await slow).toMatchObject({ problems: [{ code: 'limit' }] })
  })

  it('of what waits in one lane only the newest is rendered', async () => {
    const runner = makeRunner()
    const first = runner.run(request, 'preview')
    port(0).ready()
    const second = runner.run(request, 'preview')
    const third = runner.run({ ...request, template: 'new' }, 'preview')
    expect(await second).toBe('superseded')
    port(0).answer('1')
    expect(await first).toMatchObject({ output: '1' })
    expect(port(0).sent.at(-1)?.request.template).toBe('new')
    port(0).answer('3')
    expect(await third).toMatchObject({ output: '3' })
  })

  it('a worker that can not start is told, not waited for', async () => {
    const result = makeRunner().run(request, 'preview')
    port(0).onerror?.({})
    expect(await result).toMatchObject({ valid: false, problems: [{ severity: 'error' }] })
  })
})
