// Loaded before the worker: its renderers have a small heap, so that a template of a few lines can fill it.
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'

const { spawn } = childProcess
childProcess.spawn = (file, args, options) =>
  spawn(file, args.map((one) => one.replace(/^--max-old-space-size=.*/, '--max-old-space-size=24')), options)
syncBuiltinESMExports()
