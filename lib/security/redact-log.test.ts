import { expect, it } from 'vitest'
import { redactLog } from './redact-log'

it.each([
  ['connect postgresql://hookwright:pa55w0rd@db.internal:5432/hookwright failed', 'pa55w0rd'],
  ['POST https://user:hunter2@example.com/hook', 'hunter2'],
  ['POST https://example.com/hook?api_key=abc123&x=1', 'abc123'],
  ['POST https://hooks.example.com/services/T01ABCDEF/B02ABCDEF/aB3dE5gH7jK9mN1pQ3sT5vW7', 'aB3dE5gH7jK9mN1pQ3sT5vW7'],
  ['smtp://mailer:s3cret!@smtp.example.com:587', 's3cret!'],
  ['authorization: Bearer very-secret-token-1', 'very-secret-token-1'],
  ['Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  ['key whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  ['key hw_0123456789abcdefghij', '0123456789abcdefghij'],
])('leaves no secret in: %s', (line, secret) => {
  expect(redactLog(line)).not.toContain(secret)
})

it('keeps ids, hosts, words and JSON as they are', () => {
  const line = '{"level":40,"requestId":"req_01JABCDEFGHJKMNPQRSTVWXYZ0","path":"/api/v1/deliveries/dlv_01JABCDEFGHJKMNPQRSTVWXYZ0","err":"connect ECONNREFUSED 127.0.0.1:5432","url":"https://example.com/hook?source=hookwright"}\n'
  expect(redactLog(line)).toBe(line)
  expect(JSON.parse(redactLog('{"url":"https://u:p@example.com/a?token=\\"x","to":"http://a.example/?sig=1"}'))).toEqual({
    url: 'https://***@example.com/a?token="x', to: 'http://a.example/?sig=***',
  })
})
