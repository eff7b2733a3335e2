import { ruleInput } from '@/lib/contracts/rule'
import type { DemoIntegration } from './demo-integrations'

/** What a web request of the demo's rule leads to: answers as of an integration. */
export type DemoStep = Pick<DemoIntegration, 'answer' | 'refuses'>

const chat = `{
  "text": "{{ notification.description }} (ticket {{ webhooks[0].response.body.key }})"
}`

/** A rule of two web requests: a ticket, and then a message that names it. */
export const demoRule = (ownerEmail: string | null) => ruleInput.parse({
  name: 'A followed vendor drops sharply', ownerEmail, event: { kind: 'score_drop', threshold: 40 }, scope: { kind: 'followed' },
  steps: [
    { url: 'https://desk.northwind.example/api/tickets', headers: [{ name: 'X-Api-Key', value: 'not-a-real-key-of-the-desk', secret: true }] },
    { url: 'https://hooks.chat.example/services/risk', template: chat },
  ],
})

/** The first refuses some tickets each time: after 36 hours those executions have failed, and their second step is not run. */
export const demoSteps: readonly DemoStep[] = [
  {
    refuses: 0.15,
    answer: (chance, { isRefused, number }) => {
      const answered = (status: number, body: string) => ({ status, body, headers: { 'content-type': 'application/json' }, durationMs: chance.whole(120, 400) })
      if (isRefused) return answered(503, '{"error":"The queue is full"}')
      return number === 1 && chance.happens(0.2) ? answered(502, '') : answered(201, `{"key":"RISK-${chance.whole(100, 999)}"}`)
    },
  },
  { answer: (chance) => ({ status: 200, body: 'ok', headers: { 'content-type': 'text/plain' }, durationMs: chance.whole(60, 200) }) },
]
