import { describe, expect, it } from 'vitest'
import { isSecretName, looksLikeToken, maskUrl } from '@/lib/security/mask-url'

describe('maskUrl', () => {
  it.each([
    [
      'Slack',
      'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
      'https://hooks.slack.com/services/T00000000/B00000000/***',
    ],
    [
      'Discord',
      `https://discord.com/api/webhooks/123456789012345678/${'aB3-_'.repeat(13)}xyz`,
      'https://discord.com/api/webhooks/***/***',
    ],
    ['webhook.site', 'https://webhook.site/6f1c2d3e-4b5a-4978-8c6d-0123456789ab', 'https://webhook.site/***'],
    [
      'Logic Apps',
      'https://prod-00.westeurope.logic.azure.com/workflows/x/triggers/manual/paths/invoke?sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=abc',
      'https://prod-00.westeurope.logic.azure.com/workflows/x/triggers/manual/paths/invoke?sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=***',
    ],
    [
      'telling names',
      'https://x.example.com/h?api_key=a&apiKey=b&access_token=c&x-auth=d&Password=e&page=2&empty&key=',
      'https://x.example.com/h?api_key=***&apiKey=***&access_token=***&x-auth=***&Password=***&page=2&empty&key=',
    ],
    ['a token in a query value', 'https://x.example.com/?v=0123456789abcdef0123', 'https://x.example.com/?v=***'],
    ['an encoded token', 'https://x.example.com/%61bcdefgh1234567890', 'https://x.example.com/***'],
    ['user info', 'https://user:pw@x.example.com/', 'https://***@x.example.com/'],
    ['a fragment', 'https://x.example.com/#access-0123456789abcdef0', 'https://x.example.com/#***'],
    [
      'nothing secret',
      'https://api.example.com:8443/v1/webhooks/incoming-events/customer?source=hookwright&team=red#part-2',
      'https://api.example.com:8443/v1/webhooks/incoming-events/customer?source=hookwright&team=red#part-2',
    ],
    ['broken encoding', 'https://x.example.com/%zz?a=%zz', 'https://x.example.com/%zz?a=%zz'],
    ['no URL', 'secret-thing', '***'],
  ])('%s', (_, url, masked) => {
    expect(maskUrl(url)).toBe(masked)
  })
})

it.each([
  'webhooks',
  'prod-00-westeurope-hooks',
  'CustomerCSTARDropped',
  '2026-11-21',
  'v1',
  'incoming',
  '1234567890',
  'T00000000',
])('%s is a word', (text) => {
  expect(looksLikeToken(text)).toBe(false)
})

it.each([
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
  'd41d8cd98f00b204e9800998ecf8427e',
  'AbC1-dEf2_gHi3-jKl4_mNo5',
  'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
  'Zm9vYmFyYmF6cXV4MTIz==',
])('%s is a token', (text) => {
  expect(looksLikeToken(text)).toBe(true)
})

it.each([
  ['token', true],
  ['clientSecret', true],
  ['x_api_key', true],
  ['monkey', false],
  ['author', false],
  ['passage', false],
  ['keyboard', false],
])('the name %s: %s', (name, expected) => {
  expect(isSecretName(name)).toBe(expected)
})
