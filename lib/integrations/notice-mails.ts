/** What a notice tells of an integration. */
export interface NoticeOf {
  workspaceName: string
  integrationName: string
  integrationUrl: string // of its page
  destination: string // host of its URL
  reason: string
}

interface Notice {
  subject: string
  text: string
}

const lines = (...parts: string[]): string => `${parts.join('\n\n')}\n`

const wasDisabled = (notice: NoticeOf, why: string): Notice => ({
  subject: `${notice.integrationName} was switched off`,
  text: lines(
    `Hookwright has switched off the integration "${notice.integrationName}" of ${notice.workspaceName}: ${why}`,
    'Nothing more is sent to it. Events that come from now on are kept and marked as skipped.',
    `When the receiver is mended, open ${notice.integrationUrl} and choose "Re-enable and replay skipped": what it has `
      + 'missed is sent then.',
  ),
})

/** The receiver answered 410. */
export const goneNotice = (notice: NoticeOf): Notice =>
  wasDisabled(notice, `${notice.destination} answered 410 Gone, which says that it wants no more messages.`)

/** Nothing but failures for five days. */
export const failingNotice = (notice: NoticeOf): Notice =>
  wasDisabled(notice, `for five days every attempt to deliver to ${notice.destination} has failed (${notice.reason}).`)

/** A day before that. */
export const warningNotice = (notice: NoticeOf): Notice => ({
  subject: `${notice.integrationName} will be switched off in a day`,
  text: lines(
    `Since four days every attempt to deliver to ${notice.destination} has failed (${notice.reason}).`,
    `If nothing gets through within the next 24 hours, Hookwright switches off the integration `
      + `"${notice.integrationName}" of ${notice.workspaceName}. What waits for it would then be cancelled.`,
    `See what the receiver answers: ${notice.integrationUrl}`,
  ),
})
