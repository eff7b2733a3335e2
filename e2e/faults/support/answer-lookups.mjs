// Preloaded (node --import) into a part of the product: names are resolved as HOOKWRIGHT_LOOKUPS says, one answer after
// the other, the last one again and again; no answer: no such name. What the product makes of the answers is its own.
import dns from 'node:dns/promises'
import { syncBuiltinESMExports } from 'node:module'

const answers = new Map(Object.entries(JSON.parse(process.env.HOOKWRIGHT_LOOKUPS ?? '{}')))
const lookup = dns.lookup

dns.lookup = async (name, options) => {
  const list = answers.get(name)
  if (!list) return lookup(name, options)
  const addresses = list.length > 1 ? list.shift() : list[0]
  if (!addresses) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}
syncBuiltinESMExports()
