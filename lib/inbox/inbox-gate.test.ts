import { expect, it } from 'vitest'
import { InboxGate } from './inbox-gate'

const admitted = (gate: InboxGate, token: string, count: number, now: number) =>
  Array.from({ length: count }, () => gate.admit(token, now)).filter(Boolean).length

it('each inbox takes fifty a second and a hundred at once, whatever others do', () => {
  const gate = new InboxGate()
  gate.remember('a', 0)
  gate.remember('b', 0)
  expect(admitted(gate, 'a', 300, 0)).toBe(99) // the one that made it known counts
  expect(admitted(gate, 'b', 300, 0)).toBe(99)
  expect(admitted(gate, 'a', 300, 1000)).toBe(50)
  expect(admitted(gate, 'a', 300, 60_000)).toBe(100)
})

it('all unknown tokens share one hundred lookups a second, and do not take from those that are known', () => {
  const gate = new InboxGate()
  gate.remember('mine', 10_000)
  const guesses = Array.from({ length: 500 }, (_, index) => gate.admit(`guess${index}`, 10_000)).filter(Boolean).length
  expect(guesses).toBe(100)
  expect(gate.admit('mine', 10_000)).toBe(true)
  gate.forget('mine')
  expect(gate.admit('mine', 10_000)).toBe(false)
})
