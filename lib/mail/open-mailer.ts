import { createTransport } from 'nodemailer'
import { logError } from '@/lib/log-error'
import { redactLog } from '@/lib/security/redact-log'

/** What a mail server is handed. */
export interface Letter {
  id: string
  to: string
  subject: string
  text: string
}

/** `refused`: the same mail would be refused again. `trouble`: the server could not be reached or asked for patience. */
export type Posted = { outcome: 'accepted' } | { outcome: 'refused' | 'trouble'; error: string }

export interface Mailer {
  post(letter: Letter): Promise<Posted>
}

export interface MailSettings {
  url: string // smtp:// or smtps://
  from: string
}

// A server that does not answer must not hold a run for minutes.
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 }
const MAX_ERROR = 500

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

const domainOf = (from: string): string => /@([a-z\d.-]+)>?\s*$/i.exec(from)?.[1] ?? 'hookwright.invalid'

const numberField = (error: unknown, name: string): number | undefined => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
  return typeof value === 'number' ? value : undefined
}

// RFC 5321: 5yz is for good. Not so 503 (the session was muddled) and what concerns the account (RFC 4954: 530, 534, 535,
// 538): an operator mends that, and the mail goes out.
const SERVERS_OWN = new Set([503, 530, 534, 535, 538])

const judge = (error: unknown): Posted => {
  const code = numberField(error, 'responseCode')
  const told = logError(error)
  const text = typeof told === 'object' && told !== null && 'message' in told ? String(told.message) : String(error)
  const isFinal = code !== undefined && code >= 500 && !SERVERS_OWN.has(code)
  return { outcome: isFinal ? 'refused' : 'trouble', error: oneLine(redactLog(text)).slice(0, MAX_ERROR) }
}

/**
 * A way to the mail server of these settings. TLS is used where the server offers it. The Message-ID is made of the mail's
 * id: who gets a mail twice, after a crash between acceptance and its note, can tell.
 */
export function openMailer({ url, from }: MailSettings): Mailer {
  const transport = createTransport({ url, ...PATIENCE, disableFileAccess: true, disableUrlAccess: true })
  return {
    post: async ({ id, to, subject, text }) => {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: oneLine(to) }, // an object: a list in it is one bad address, not many
          subject: oneLine(subject),
          text,
          messageId: `<${id}@${domainOf(from)}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return { outcome: 'accepted' }
      } catch (error) {
        return judge(error)
      }
    },
  }
}
