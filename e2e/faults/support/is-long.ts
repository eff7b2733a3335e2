const times = process.env.HOOKWRIGHT_FAULT_REPEATS

/** How often a kill point is tried: once, or as `npm run test:faults -- --long` says. */
export const repeats = (usually: number): number => (times === undefined ? usually : Number(times))

/** The time limit of a test that needs so long for one try. */
export const withTimeFor = (oneMs: number): number => oneMs * repeats(1)
