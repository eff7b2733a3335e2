import { describe, expect, it } from 'vitest'
import { firstIdAt, idTime, isId, newId } from './ids'

describe('newId', () => {
  it('sorts in the order of making, also within one millisecond', () => {
    const ids = Array.from({ length: 5000 }, () => newId('evt'))
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(5000)
  })

  it('never goes back when the clock does', () => {
    const first = newId('dlv', Date.now() + 5000)
    expect(newId('dlv', 1000) > first).toBe(true)
  })

  it('has the prefix and 26 characters of a ULID', () => {
    expect(newId('int')).toMatch(/^int_[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(isId('int', newId('int'))).toBe(true)
    expect(isId('int', newId('dlv'))).toBe(false)
  })
})

describe('firstIdAt', () => {
  it('bounds the ids made from that time on', () => {
    const at = Date.now() + 60_000
    const id = newId('att', at)
    expect(firstIdAt('att', at) <= id).toBe(true)
    expect(firstIdAt('att', at + 1) > id).toBe(true)
  })

  it('is where idTime finds the time of an id again', () => {
    const at = Date.now() + 120_000
    expect(idTime(newId('evt', at))).toBe(at)
    expect(idTime(firstIdAt('dlv', 0))).toBe(0)
  })
})
