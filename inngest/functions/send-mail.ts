import type { Inngest } from 'inngest'
import * as z from 'zod'
import { MAIL_SEND } from '@/lib/dispatch'
import { mailer } from '@/lib/mail/mailer'
import { giveUpMail, sendMail } from '@/lib/mail/send-mail'
import type { GetDeps } from './deps'

const message = z.object({ mailId: z.string() })
const MOST_TRIES = 20 // its own schedule ends sooner

/** Sends a mail, with patience for a server that is away; a mail that nobody can send stays to be read. */
export const createSendMail = (client: Inngest, deps: GetDeps) =>
  client.createFunction(
    {
      id: 'send-mail',
      retries: 10,
      concurrency: 4,
      triggers: [{ event: MAIL_SEND }],
      onFailure: async ({ event }) => giveUpMail(deps().pool, message.parse(event.data.event.data).mailId),
    },
    async ({ event, step }) => {
      const { mailId } = message.parse(event.data)
      for (let i = 1; i <= MOST_TRIES; i++) {
        const sent = await step.run(`send-${i}`, async () => {
          const result = await sendMail({ pool: deps().pool, mailer: mailer() }, mailId)
          const level = result.outcome === 'failed' || result.outcome === 'later' ? 'warn' : 'info'
          deps().log[level]({ mailId, ...result }, 'mail')
          return result
        })
        if (sent.outcome !== 'later') return
        await step.sleep(`wait-${i}`, sent.waitSeconds * 1000)
      }
    },
  )
