// Listens with a queue for one connection, tells its port and stops itself, so that nobody takes anything out of the queue.
import { createServer } from 'node:net'

const server = createServer()
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  process.send(server.address().port, () => process.kill(process.pid, 'SIGSTOP'))
})
