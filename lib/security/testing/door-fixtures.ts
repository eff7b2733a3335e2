import { onTestFinished } from 'vitest'
import { createDoor, type Door, type DoorOptions } from '@/lib/security/create-door'
import type { SafeRequest, SafeResponse } from '@/lib/security/safe-response'
import { policyWith } from '@/lib/security/testing/policy-with'
import {
  startRawReceiver,
  type Behaviour,
  type RawReceiver,
  type RawReceiverOptions,
} from '@/lib/security/testing/raw-receiver'

/** A raw receiver that ends with the test. */
export async function receiver(behave: Behaviour, options: Partial<RawReceiverOptions> = {}): Promise<RawReceiver> {
  const started = await startRawReceiver({ behave, ...options })
  onTestFinished(started.close)
  return started
}

/** A door that may reach loopback and ends with the test. */
export function door(options: Partial<DoorOptions> = {}): Door {
  const opened = createDoor({ policy: policyWith('127.0.0.0/8,::1/128'), ...options })
  onTestFinished(opened.close)
  return opened
}

export function post(port: number, overrides: Partial<SafeRequest> = {}): SafeRequest {
  return {
    url: `http://127.0.0.1:${port}/hook?a=1#frag`,
    headers: [['content-type', 'application/json']],
    body: '{"a":1}',
    timeoutMs: 5000,
    ...overrides,
  }
}

/** Sends one request to a receiver that behaves so. */
export async function exchange(
  behave: Behaviour,
  overrides: Partial<SafeRequest> = {},
  options: Partial<RawReceiverOptions> = {},
): Promise<SafeResponse> {
  const { port } = await receiver(behave, options)
  return door().request(post(port, overrides))
}

export function assertResponse(result: SafeResponse): SafeResponse & { outcome: 'response' } {
  if (result.outcome !== 'response') throw new Error(`expected a response, got ${result.code}: ${result.message}`)
  return result
}

/** The error's code, or the response's status in words. */
export function codeOf(result: SafeResponse): string {
  return result.outcome === 'error' ? result.code : `response ${result.status}`
}

/** Repeats a step of a receiver until the test ends. */
export function repeat(everyMs: number, step: () => void): void {
  const interval = setInterval(step, everyMs)
  onTestFinished(() => clearInterval(interval))
}
