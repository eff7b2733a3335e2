import type { Address } from '@/lib/security/parse-address'

/** One entry of `ALLOWED_PRIVATE_DESTINATIONS`: a CIDR and, when given, the only port it opens. */
export type AllowedRange = {
  /** The entry as written, for messages. */
  entry: string
  network: Address
  prefix: number
  port: number | null
}

/** Our own address: the public one and the one the web process listens on. */
export type OwnInbox = {
  appUrl: string
  host: string
  port: number
  /** Where else this machine's processes listen on `host`; nobody's messages belong there. */
  otherPorts?: readonly number[]
  /** Addresses of this machine's interfaces; `createDoor` fills them in when `host` means "all of them". */
  interfaces?: readonly string[]
}

/** What destinations may be reached. Constant for the life of a process: it comes from the settings. */
export type DestinationPolicy = {
  allowedPrivate: readonly AllowedRange[]
  /** Plain http to public addresses (`ALLOW_HTTP_DESTINATIONS`). */
  allowHttp: boolean
  ownInbox?: OwnInbox
}
