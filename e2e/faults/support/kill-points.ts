/** A place on a process's way at which a test ends or stops it: around one of its statements, or around the COMMIT of it. */
export interface KillPoint {
  moment: 'before' | 'after'
  /** Names of prepared statements. */
  statements: readonly string[]
  /** Not the statement itself, but the COMMIT of the transaction that it belongs to. */
  commit?: boolean
}

/** On which of its passes, and with what. The preloaded stop-at-point.mjs reads this from the environment. */
export interface KillOrder extends KillPoint {
  pass: number
  signal: 'SIGKILL' | 'SIGSTOP'
}

const claims = ['store_routed', 'claim_deliveries']

/** The worker's way from an accepted event to a recorded attempt. What lies on the wire in between the receiver decides. */
export const workerPoints = {
  'before its run is claimed': { moment: 'before', statements: ['runner_form', 'runner_claim'] },
  'after its run is claimed': { moment: 'after', statements: ['runner_form', 'runner_claim'] },
  'before the claim': { moment: 'before', statements: claims },
  'in a routed claim with skips, before its commit': { moment: 'before', statements: ['store_routed'], commit: true },
  'after the claim': { moment: 'after', statements: ['claim_deliveries'] },
  'after a routed claim': { moment: 'after', statements: ['store_routed'] },
  'after a routed claim with skips is committed': { moment: 'after', statements: ['store_routed'], commit: true },
  'after the answer, before it is written': { moment: 'before', statements: ['record_attempts'] },
  'after the answer, before the commit': { moment: 'before', statements: ['record_attempts'], commit: true },
  'after the commit of the attempt': { moment: 'after', statements: ['record_attempts'], commit: true },
  'before its run is over': { moment: 'before', statements: ['runner_save'] },
  'after its run is over': { moment: 'after', statements: ['runner_save'] },
} as const satisfies Record<string, KillPoint>

/** The web process's way of an accepted event. */
export const webPoints = {
  'before the commit': { moment: 'before', statements: ['ingest_events'], commit: true },
  'after the commit, before the 202': { moment: 'after', statements: ['ingest_events'], commit: true },
} as const satisfies Record<string, KillPoint>
