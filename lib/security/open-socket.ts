import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** Where a connection goes. `host` is a name (resolved by `lookup`) or a literal address that was judged before. */
export type Dial = {
  host: string
  port: number
  tls: boolean
  lookup: LookupFunction
  /** Extra trust anchors in PEM, instead of the system's. */
  ca?: string | readonly string[]
}

export type ConnectPhase = 'kept' | 'dns' | 'connect' | 'tls' | 'open'

/** How far a new connection came, and how long each step took. `kept`: the socket was open already. */
export type ConnectTrace = {
  phase: ConnectPhase
  socket: Socket | null
  dnsMs: number | null
  connectMs: number | null
  tlsMs: number | null
}

export function createTrace(): ConnectTrace {
  return { phase: 'kept', socket: null, dnsMs: null, connectMs: null, tlsMs: null }
}

// Time for one address before the next one is tried beside it; Node's default of 250 ms fails far receivers.
const NEXT_ADDRESS_MS = 1000

/** Opens a TCP or TLS connection and notes its steps in `trace`. No deadline of its own: the attempt has one. */
export function openSocket(dial: Dial, trace: ConnectTrace, done: (error: Error | null, socket: Socket) => void): void {
  const clock = startClock(trace, dial)
  const tcp = {
    host: dial.host,
    port: dial.port,
    lookup: watchLookup(dial.lookup, clock.resolved),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  }
  // Verification is stated, because NODE_TLS_REJECT_UNAUTHORIZED=0 would turn the default off.
  const socket = dial.tls ? connectTls({ ...tcp, ...tlsOptions(dial), rejectUnauthorized: true }) : connectTcp(tcp)
  trace.socket = socket
  let isDone = false
  const settle = (error: Error | null) => {
    if (isDone) return
    isDone = true
    done(error, socket)
  }
  if (dial.tls) socket.once('secureConnect', clock.secured)
  socket
    .once('connect', clock.connected)
    .once(dial.tls ? 'secureConnect' : 'connect', () => settle(null))
    .on('error', settle)
    .once('close', () => settle(new Error('closed while connecting')))
}

function tlsOptions({ host, ca }: Dial) {
  return {
    // An address has no server name; its certificate is checked against the address.
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2' as const,
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
  }
}

function startClock(trace: ConnectTrace, dial: Dial) {
  let last = performance.now()
  const lap = () => {
    const before = last
    last = performance.now()
    return last - before
  }
  trace.phase = isIP(dial.host) === 0 ? 'dns' : 'connect'
  return {
    resolved: () => {
      trace.dnsMs = lap()
      trace.phase = 'connect'
    },
    connected: () => {
      trace.connectMs = lap()
      trace.phase = dial.tls ? 'tls' : 'open'
    },
    secured: () => {
      trace.tlsMs = lap()
      trace.phase = 'open'
    },
  }
}

function watchLookup(lookup: LookupFunction, resolved: () => void): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, options, (error, address, family) => {
      if (!error) resolved()
      callback(error, address, family)
    })
}
