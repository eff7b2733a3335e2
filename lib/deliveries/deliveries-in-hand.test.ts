import { expect, it } from 'vitest'
import { DeliveriesInHand } from './deliveries-in-hand'

const job = (attempt: number, deliveryId = 'dlv_1') => ({ deliveryId, integrationId: 'int_1', attempt, done() {} })

it('has what was added until it is removed', () => {
  const inHand = new DeliveriesInHand()
  inHand.add(job(0))
  inHand.add(job(0, 'dlv_2'))
  expect([inHand.size, inHand.has('dlv_1'), inHand.has('dlv_3')]).toEqual([2, true, false])
  expect(inHand.remove('dlv_1')).toBeUndefined()
  expect([inHand.size, inHand.has('dlv_1'), inHand.has('dlv_2')]).toEqual([1, false, true])
})

it('gives the next attempt that became due meanwhile, once', () => {
  const inHand = new DeliveriesInHand()
  inHand.add(job(1))
  inHand.keepNext(job(2))
  expect(inHand.remove('dlv_1')).toMatchObject({ attempt: 2 })
  inHand.add(job(2))
  expect(inHand.remove('dlv_1')).toBeUndefined()
})

it('the same attempt again is no next one, nor is one of what is not in hand', () => {
  const inHand = new DeliveriesInHand()
  inHand.add(job(1))
  inHand.keepNext(job(1))
  inHand.keepNext(job(0))
  inHand.keepNext(job(5, 'dlv_2'))
  expect(inHand.remove('dlv_1')).toBeUndefined()
  inHand.add(job(5, 'dlv_2'))
  expect(inHand.remove('dlv_2')).toBeUndefined()
})
