import { expect, test } from 'vitest'
import { forwardHeaders } from './forward-headers'

const socket = { remoteAddress: '::ffff:203.0.113.9', encrypted: false }

test('without a trusted proxy nothing that the client claims is believed', () => {
  const headers = {
    host: 'hooks.example.com', 'x-forwarded-for': '1.1.1.1', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example',
    'x-real-ip': '1.1.1.1', forwarded: 'for=1.1.1.1',
  }
  expect(forwardHeaders(headers, socket, 0)).toMatchObject({
    'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http', 'x-forwarded-host': 'hooks.example.com',
    'x-real-ip': undefined, forwarded: undefined,
  })
})

test('behind one proxy the address that this proxy saw counts, not what the client had put before it', () => {
  const headers = { host: 'inner', 'x-forwarded-for': '6.6.6.6, 198.51.100.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'hooks.example.com' }
  expect(forwardHeaders(headers, socket, 1)).toMatchObject({
    'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'hooks.example.com',
  })
})

test('behind two proxies the entry before the inner proxy counts', () => {
  const headers = { 'x-forwarded-for': '6.6.6.6, 198.51.100.7, 10.0.0.2' }
  expect(forwardHeaders(headers, socket, 2)['x-forwarded-for']).toBe('198.51.100.7')
})

test('a request with fewer hops than trusted proxies falls back to the first of them', () => {
  expect(forwardHeaders({ host: 'a' }, socket, 3)).toMatchObject({
    'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http', 'x-forwarded-host': 'a',
  })
})
