/**
 * What can be said about an address while it is typed; `null` = nothing against it so far. The server judges on
 * confirm (private addresses, ports, names): this only saves a round trip for slips.
 */
export function checkUrlLightly(text: string): string | null {
  const url = text.trim()
  if (url === '') return 'Give the address that receives the requests.'
  if (/[\s\\\u0000-\u001f\u007f]/.test(url)) return 'Spaces, line breaks and backslashes are not allowed in an address.'
  if (url.length > 2048) return 'The address is longer than 2048 characters.'
  if (!/^https?:\/\//i.test(url)) return 'The address must start with https://'
  if (!URL.canParse(url)) return 'This is not a complete address.'
  const { username, password, hostname } = new URL(url)
  if (username !== '' || password !== '') return 'Put the user name and password under Authentication, not in the address.'
  return hostname === '' ? 'The host name is missing.' : null
}

/** Scheme, host and port, or '' while it is no address. Stored secrets belong to one origin. */
export function originOf(text: string): string {
  return URL.canParse(text.trim()) ? new URL(text.trim()).origin : ''
}
