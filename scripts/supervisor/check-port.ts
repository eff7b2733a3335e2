import { createServer } from 'node:net'
import { StartFailure } from './report-failure'

/** Refuses, with the setting's name, a PORT or HOST that the web server could not listen on. */
export async function checkPort(host: string, port: number): Promise<void> {
  const code = await tryToListen(host, port)
  if (code === undefined) return
  if (code === 'EADDRINUSE') throw new StartFailure(`PORT ${port} is taken by another program. Stop it, or set PORT to a free one.`)
  if (code === 'EACCES') throw new StartFailure(`PORT ${port} may not be used by this account. Set PORT to one from 1024.`)
  throw new StartFailure(`HOST ${host} is no address of this machine to listen on (${code}).`)
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  })
}
