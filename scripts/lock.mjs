// A lock between processes: a file with the owner's pid. No dependencies, since it guards the installation of them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Takes the lock and returns its release, or names the process that holds it. */
export async function tryLock(file) {
  mkdirSync(dirname(file), { recursive: true })
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) })
  if (writeNew(file, mine)) return { release: releaser(file) }
  const holder = readHolder(file)
  if (isAlive(holder)) return { heldBy: holder.pid }
  rmSync(file, { force: true })
  const taken = writeNew(file, mine)
  // Two starts may find the same dead holder; the later one removes the earlier one's new file, which shows after a moment.
  await delay(100)
  const now = readHolder(file)
  return taken && now?.pid === process.pid ? { release: releaser(file) } : { heldBy: now?.pid ?? 0 }
}

/** Waits for the lock, runs `work` and gives the lock back. `onWait` is told once who is being waited for. */
export async function withLock(file, onWait, work) {
  let told = false
  for (;;) {
    const { release, heldBy } = await tryLock(file)
    if (release) {
      try {
        return await work()
      } finally {
        release()
      }
    }
    if (!told) onWait(heldBy)
    told = true
    await delay(200)
  }
}

function writeNew(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o644 })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

// A pid alone may by now be someone else's: on Linux the process's start time tells them apart.
function isAlive(holder) {
  if (!holder) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  return holder.started === startOf(holder.pid)
}

function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return ''
  }
}

function releaser(file) {
  return () => {
    if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true })
  }
}
