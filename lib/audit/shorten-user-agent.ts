const BROWSERS: ReadonlyArray<[name: string, version: RegExp]> = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/], ['Opera', /\bOPR\/(\d+)/], ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Headless)?(?:Chrome|CriOS)\/(\d+)/], ['Safari', /\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari/],
]
const SYSTEMS: ReadonlyArray<[name: string, sign: RegExp]> = [
  ['iOS', /\b(?:iPhone|iPad)\b/], ['Android', /\bAndroid\b/], ['Windows', /\bWindows\b/], ['macOS', /\bMac OS X\b/], ['Linux', /\bLinux\b/],
]
const MOST = 60

/** A `User-Agent` for people: "Firefox 145 on Linux", else its first product ("curl/8.5.0"); null when there is none. */
export function shortenUserAgent(header: string | null): string | null {
  if (header === null || header.trim() === '') return null
  for (const [name, version] of BROWSERS) {
    const found = version.exec(header)
    if (!found) continue
    const system = SYSTEMS.find(([, sign]) => sign.test(header))
    return `${name} ${found[1]}${system ? ` on ${system[0]}` : ''}`
  }
  const product = header.trim().split(/\s/)[0] ?? ''
  return product.replace(/[^\x21-\x7e]/g, '?').slice(0, MOST)
}
