const words: Record<string, string> = {
  name: 'the name', preset: 'the type', ownerEmail: 'the owner', policy: 'the delivery policy', limits: 'the rate limit',
  signing: 'the signing', 'signing.secret': 'the signing secret', 'destination.url': 'the URL', 'destination.auth': 'the authentication',
  'destination.auth.password': 'the password', 'destination.auth.token': 'the token',
  event: 'the event', scope: 'the scorecards', conditions: 'the conditions', answer: 'the answer', scoreMax: 'the highest score',
  // Of a rule's web request.
  url: 'the URL', auth: 'the authentication', 'auth.password': 'the password', 'auth.token': 'the token', template: 'the body',
}
const parts: ReadonlyArray<[start: string, word: string]> = [
  ['destination.headers.', 'the header'], ['destination.params.', 'the URL parameter'], ['triggers.', 'the trigger'],
  ['headers.', 'the header'], ['params.', 'the URL parameter'],
]
const webRequest = /^steps\.(\d+)(?:\.(.+))?$/

const describeField = (field: string): string => {
  const [, number, inIt] = webRequest.exec(field) ?? []
  if (number !== undefined) return `${inIt === undefined ? '' : `${describeField(inIt)} of `}web request ${number}`
  const part = parts.find(([start]) => field.startsWith(start))
  return words[field] ?? (part ? `${part[1]} ${field.slice(part[0].length)}` : field)
}

/** Names of fields in words: "the URL, the header X-Team and the password"; empty without any. */
export function describeFields(fields: readonly string[]): string {
  const all = fields.map(describeField)
  const last = all.pop()
  if (last === undefined) return ''
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`
}
