import { readSync, writeSync } from 'node:fs'
import { Script } from 'node:vm'
import { answerMessage } from './answer-message'
import { toFrame } from './frames'
import { SLOW_MS, type RenderMessage, type RenderReply } from './render-task'

// The renderer: a child process that renders what stands on its standard input and writes the answers to its standard
// output, until the input ends, which it does with the parent. It reads and writes synchronously: without an event loop it
// answers sooner and costs nothing while it waits. Its parent kills it when a template takes too long.

const HEAD_BYTES = 4
// Longer than its parent's patience: this only ends it when nobody is left who would.
const ORPHAN_MS = 15_000
const TURN_MS = 200

// A terminal's Ctrl-C and a service manager's stop reach the whole group, and the parent still renders while it finishes.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

function readExactly(length: number): Buffer | undefined {
  const buffer = Buffer.allocUnsafe(length)
  for (let filled = 0; filled < length;) {
    const count = readSync(0, buffer, filled, length - filled, null)
    if (count === 0) return undefined
    filled += count
  }
  return buffer
}

function readMessage(): RenderMessage | undefined {
  const head = readExactly(HEAD_BYTES)
  const text = head && readExactly(head.readUInt32LE())?.toString()
  // Our own parent wrote it.
  return text === undefined ? undefined : (JSON.parse(text) as RenderMessage)
}

function write(replies: RenderReply[]): void {
  const frame = toFrame(replies)
  for (let written = 0; written < frame.length;) written += writeSync(1, frame, written)
}

let steps: Generator<RenderReply, void>
let replies: RenderReply[] = []

/** Renders for a while; false when the message is done. What is done is sent ahead of what may take long. */
function takeTurn(): boolean {
  const started = performance.now()
  let sentAt = started
  for (;;) {
    const step = steps.next()
    if (step.done) return false
    replies.push(step.value)
    const now = performance.now()
    if (now - sentAt > SLOW_MS) {
      write(replies)
      replies = []
      sentAt = now
    }
    if (now - started > TURN_MS) return true
  }
}

// The only limit in Node.js that also ends a loop that never looks at the clock. It starts a thread each time, which costs
// more than many a render: templates that have shown to be quick go without.
Object.assign(globalThis, { takeTurn })
const turn = new Script('takeTurn()')
const takeGuardedTurn = (): boolean => turn.runInThisContext({ timeout: ORPHAN_MS }) === true

write([]) // ready
for (let message = readMessage(); message; message = readMessage()) {
  steps = answerMessage(message)
  const take = message.isCareful ? takeGuardedTurn : takeTurn
  while (take());
  if (replies.length > 0) write(replies)
  replies = []
}
process.exit()
