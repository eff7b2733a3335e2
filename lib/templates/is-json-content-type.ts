/** `application/json`, any `…+json` (RFC 6839) and the older `text/json`, whatever the parameters and case. */
export function isJsonContentType(contentType: string): boolean {
  const [essence = ''] = contentType.split(';')
  return /^(?:application\/json|text\/json|[\w!#$&^.+-]+\/[\w!#$&^.+-]+\+json)$/i.test(essence.trim())
}
