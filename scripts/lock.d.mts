export type Lock = { release: () => void; heldBy?: undefined } | { release?: undefined; heldBy: number }
export function tryLock(file: string): Promise<Lock>
export function withLock<T>(file: string, onWait: (pid: number) => void, work: () => Promise<T>): Promise<T>
