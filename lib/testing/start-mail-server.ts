import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface ReceivedMail {
  from: string
  to: string[]
  /** Headers and body as they came over the wire. */
  source: string
}

export interface MailServer {
  url: string
  mails: ReceivedMail[]
  /** How to answer the next mails: an SMTP status to refuse with, or null to accept. */
  answer(status: number | null): void
  close(): Promise<void>
}

const refusal = (status: number) => Object.assign(new Error(`Refused with ${status}`), { responseCode: status })

/** A real SMTP server on loopback whose answers a test scripts. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  let status: number | null = null
  const server = new SMTPServer({
    authOptional: true,
    ...options,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (status !== null) return done(refusal(status))
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), source: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
  })
  server.on('error', () => {}) // clients that break off
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo // a TCP server has an address object
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    answer: (next) => { status = next },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
