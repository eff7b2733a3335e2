/** What the bodies for chats, tickets and alerts tell of an event, as Liquid expressions. */
export interface EventFacts {
  /** How grave it is: a score (below 200, below 400), a word (critical and high, medium), or nothing says so. */
  grade: { by: 'score' | 'word'; of: string } | null
  facts: ReadonlyArray<readonly [title: string, of: string]>
  /** Where to read on. */
  link: string | null
}

const context = (path: string): string => `notification.context.${path}`
const listed = (path: string): string => `${context(path)} | join: ", "`
const mapped = (path: string, name: string): string => `${context(path)} | map: "${name}" | join: ", "`

const scoreOf = (subject: string, field: string): EventFacts => ({
  grade: { by: 'score', of: context('LatestScore') },
  facts: [[subject, context(field)], ['Score', context('LatestScore')], ['Before', context('PrevScore')]],
  link: null,
})
const leak = (...more: EventFacts['facts']): EventFacts => ({
  grade: { by: 'word', of: context('Severity') },
  facts: [...more, ['Title', context('Title')], ['Severity', context('Severity')]],
  link: context('URL'),
})
const breach: EventFacts = {
  grade: null,
  facts: [
    ['Breach', context('BreachName')], ['Date', context('BreachDate')], ['Addresses', listed('Emails')],
    ['Exposed', listed('DataClasses')],
  ],
  link: null,
}
const reputation: EventFacts = {
  grade: null,
  facts: [['Account', 'data.account'], ['User', 'data.user'], ['Reputation', 'data.reputation']],
  link: null,
}

const known: Readonly<Record<string, EventFacts>> = {
  CustomerCSTARUnderThreshold: scoreOf('Company', 'CompanyName'),
  CompanyCSTARUnderThreshold: scoreOf('Company', 'CompanyName'),
  VendorCSTARDropped: scoreOf('Vendor', 'VendorName'),
  VendorCSTARUnderThreshold: scoreOf('Vendor', 'VendorName'),
  DomainCSTARUnderThreshold: scoreOf('Host', 'Hostname'),
  DataLeakPublished: leak(['Source', context('Source')]),
  VendorDataLeakDisclosed: leak(['Vendor', context('VendorName')]),
  IdentityBreachDetected: breach,
  VIPIdentityBreachDetected: breach,
  TyposquatRegistered: {
    grade: null,
    facts: [['Domain', context('Domain')], ['Looks like it', context('Typosquat')], ['Registrar', context('Registrar')]],
    link: null,
  },
  VulnerabilitiesDetected: {
    grade: null,
    facts: [['Host', context('Hostname')], ['Vulnerabilities', mapped('Vulnerabilities', 'ID')]],
    link: null,
  },
  RisksAdded: {
    grade: { by: 'word', of: context('Severity') },
    facts: [['Severity', context('Severity')], ['Risks', mapped('Risks', 'Name')]],
    link: null,
  },
  TrustPageAccessRequested: {
    grade: null,
    facts: [
      ['Name', context('Name')], ['Mail', context('Email')], ['Company', context('Company')], ['Message', context('Message')],
    ],
    link: null,
  },
  'scorecard.changed': {
    grade: { by: 'score', of: context('score') },
    facts: [['Domain', context('domain')], ['Score', context('score')]],
    link: null,
  },
  'investigation.opened': {
    grade: { by: 'word', of: 'investigation.risk_level' },
    facts: [
      ['Artifact', 'investigation.artifact.name'], ['Version', 'investigation.artifact.version'],
      ['Risk', 'investigation.risk_level'], ['Risk score', 'investigation.risk_score'],
      ['Rule', 'investigation.policy.rule'], ['Factors', 'investigation.factors | join: ", "'],
    ],
    link: 'investigation.url',
  },
  'reputations.added': reputation,
  'reputations.updated': reputation,
}

// These may stand directly in the context or one level below.
const aliases: ReadonlyArray<readonly [name: string, of: string]> = [
  ['investigation', 'notification.context.investigation | default: notification.context'],
  ['data', 'notification.context.data | default: notification.context'],
]

const nothing: EventFacts = { grade: null, facts: [], link: null }

/** The facts of an event type; none for a workspace's own types. */
export const factsOf = (eventType: string): EventFacts =>
  Object.hasOwn(known, eventType) ? (known[eventType] ?? nothing) : nothing

/** The `assign` that the facts of a type need before them, or ''. */
export function aliasOf(eventType: string): string {
  const { facts } = factsOf(eventType)
  const alias = aliases.find(([name]) => facts.some(([, of]) => of.startsWith(`${name}.`)))
  return alias ? `{%- assign ${alias[0]} = ${alias[1]} -%}\n` : ''
}
