import { createServer } from 'node:net'
import { StartFailure } from './report-failure'

/** Refuses, with the setting's name, a port or HOST that web server or worker could not listen on. */
export async function checkPort(host: string, port: number, name = 'PORT'): Promise<void> {
  const code = await tryToListen(host, port)
  if (code === undefined) return
  if (code === 'EADDRINUSE') throw new StartFailure(`${name} ${port} is taken by another program. Stop it, or set ${name} to a free one.`)
  if (code === 'EACCES') throw new StartFailure(`${name} ${port} may not be used by this account. Set ${name} to one from 1024.`)
  throw new StartFailure(`HOST ${host} is no address of this machine to listen on (${code}).`)
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  })
}
