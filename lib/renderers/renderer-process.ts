import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { cpuMsOf, residentMbOf } from '@/lib/process/process-usage'
import { findRenderer } from './find-renderer'
import { FrameReader, toFrame } from './frames'
import type { RenderMessage, RenderReply } from './render-task'

/** Why a renderer ended: a template ran too long or took too much memory, or nobody knows. */
export type EndReason = 'hang' | 'memory' | 'crash'

/** What a renderer tells its owner. */
export interface RendererEvents {
  ready(): void
  replied(replies: RenderReply[]): void
  ended(reason: EndReason, detail: string): void
}

export interface RendererLimits {
  /** How long one template may run. */
  hangMs: number
  heapMb: number
  residentMb: number
}

/**
 * liquidjs's own limits end nearly everything after half a second; what they do not see is ended soon after that. The heap
 * holds compiled templates (70 MB at most) and what a context of five megabytes becomes (110 MB); the resident limit is
 * for what grows beside it.
 */
export const RENDERER_LIMITS: RendererLimits = { hangMs: 800, heapMb: 256, residentMb: 400 }

// Parsing a long context is no template's fault.
const MORE_MS_PER_BYTE = 0.0004
const MOST_MORE_MS = 2000

// On a machine that is short of CPU a renderer may not have run meanwhile: then its template is not to blame yet.
const LEAST_WORK = 0.5
const MOST_PATIENCE = 5

const flags = ({ heapMb }: RendererLimits): string[] => [
  `--max-old-space-size=${heapMb}`,
  '--max-semi-space-size=4', // what a render makes lives shortly; the default takes several times the memory
  '--disallow-code-generation-from-strings',
]

// V8 ends a process whose heap is full by an abort or, in some builds, a trap.
const OUT_OF_MEMORY: ReadonlySet<unknown> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL'])

// Next's types make NODE_ENV a required variable of every environment.
const NO_ENVIRONMENT = {} as NodeJS.ProcessEnv

interface Busy {
  aliveAt: number // when it was last heard of
  allowedMs: number // for one sign of life
  cpuMs: number | undefined // what it had used soon after that
}

/** One child process that renders, from its start to its end. It has one message at a time. */
export class RendererProcess {
  private child: ChildProcessByStdio<Writable, Readable, null> | undefined
  private readonly frames = new FrameReader()
  private busy: Busy | undefined
  private allowedMs = Infinity
  private killedFor: EndReason | undefined
  private isReady = false
  private hasEnded = false

  constructor(private readonly limits: RendererLimits, private readonly events: RendererEvents) {
    this.start().catch((error: unknown) => this.end('crash', String(error)))
  }

  get pid(): number | undefined {
    return this.child?.pid
  }

  /** Whether it has started. */
  get hasBegun(): boolean {
    return this.isReady
  }

  get isFree(): boolean {
    return this.isReady && !this.busy && !this.hasEnded
  }

  send(message: RenderMessage): void {
    const frame = toFrame(message)
    this.allowedMs = this.limits.hangMs + Math.min(frame.length * MORE_MS_PER_BYTE, MOST_MORE_MS)
    this.noteLife()
    this.child?.stdin.write(frame)
  }

  /** The message is answered. */
  rest(): void {
    this.busy = undefined
  }

  /** Kills it when its template has run for too long, or when it has grown too large. To be called now and then. */
  watch(): void {
    const { busy, pid } = this
    if (!busy || pid === undefined) return
    busy.cpuMs ??= cpuMsOf(pid)
    if ((residentMbOf(pid) ?? 0) > this.limits.residentMb) return this.kill('memory')
    if (performance.now() - busy.aliveAt < busy.allowedMs) return
    // Its answer may lie in the pipe while we were busy ourselves: what has arrived is read before this is looked at again.
    setImmediate(() => {
      if (this.busy === busy && this.hasRunLong(busy, pid)) this.kill('hang')
    })
  }

  /** Ends it; that is not told as an end. */
  stop(): void {
    this.hasEnded = true
    this.child?.stdin.destroy()
    this.child?.kill('SIGKILL')
  }

  private async start(): Promise<void> {
    const file = await findRenderer()
    if (this.hasEnded) return
    // No environment, and of our descriptors only two pipes: Node.js opens all others for this process alone.
    const child = spawn(process.execPath, [...flags(this.limits), file], { env: NO_ENVIRONMENT, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] })
    this.child = child
    child.once('error', (error) => this.end('crash', String(error)))
    child.once('exit', (code, signal) =>
      this.end(this.killedFor ?? (OUT_OF_MEMORY.has(signal) ? 'memory' : 'crash'), String(signal ?? code)))
    child.stdin.on('error', () => {}) // it has ended, which its exit tells
    child.stdout.on('data', (piece: Buffer) => this.read(piece))
    // A tool that is done ends although its renderers wait; their input ends with it, and so do they.
    child.unref()
    for (const stream of [child.stdin, child.stdout]) if (stream instanceof Socket) stream.unref()
  }

  private read(piece: Buffer): void {
    for (const frame of this.frames.read(piece)) {
      if (this.hasEnded) return
      this.noteLife()
      // Our own code wrote it, in a process of ours.
      if (this.isReady) this.events.replied(frame as RenderReply[])
      else this.begin()
    }
  }

  private begin(): void {
    this.isReady = true
    this.busy = undefined
    this.events.ready()
  }

  private noteLife(): void {
    this.busy = { aliveAt: performance.now(), allowedMs: this.allowedMs, cpuMs: undefined }
  }

  private hasRunLong({ aliveAt, allowedMs, cpuMs }: Busy, pid: number): boolean {
    const now = cpuMsOf(pid)
    if (now === undefined || cpuMs === undefined) return true
    return now - cpuMs > allowedMs * LEAST_WORK || performance.now() - aliveAt > allowedMs * MOST_PATIENCE
  }

  private kill(reason: EndReason): void {
    this.killedFor ??= reason
    this.child?.kill('SIGKILL')
  }

  private end(reason: EndReason, detail: string): void {
    if (this.hasEnded) return
    this.hasEnded = true
    this.events.ended(reason, detail)
  }
}
