import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { GET, POST, PUT } from './route'

test('with the embedded runner every call is refused, also the one that would register functions', async () => {
  for (const [method, handler] of [['GET', GET], ['POST', POST], ['PUT', PUT]] as const) {
    const request = new NextRequest('http://localhost:3000/api/inngest?fnId=x&stepId=step', { method, ...(method !== 'GET' && { body: '{}' }) })
    expect([method, (await handler(request, {})).status]).toEqual([method, 401])
  }
})
