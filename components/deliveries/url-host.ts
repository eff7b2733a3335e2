/** The host (and port) of a URL; what is no URL is shown as it is. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
