// Preloaded (node --import) into a part of the product: it ends or stops that process at a point of its way. The product
// itself knows nothing of it; what it sends to Postgres tells where it is.
import pg from 'pg'

const order = JSON.parse(process.env.HOOKWRIGHT_KILL_ORDER ?? 'null')
const query = pg.Client.prototype.query
const inTransaction = new WeakMap() // per client: the transaction that is open holds one of the statements
let passes = 0

const pass = () => {
  passes++
  if (passes === order.pass) process.kill(process.pid, order.signal)
}

/** Whether this statement is the point. */
const isPoint = (client, statement) => {
  const name = typeof statement === 'object' ? statement.name : undefined
  const isOne = order.statements.includes(name)
  if (!order.commit) return isOne
  const text = typeof statement === 'string' ? statement : statement.text
  if (text === 'BEGIN') inTransaction.delete(client)
  if (isOne) inTransaction.set(client, true)
  return text === 'COMMIT' && inTransaction.has(client)
}

if (order) {
  pg.Client.prototype.query = function (...args) {
    if (!isPoint(this, args[0] ?? {})) return query.apply(this, args)
    if (order.moment === 'before') {
      pass()
      return query.apply(this, args)
    }
    const callback = args.at(-1)
    if (typeof callback !== 'function') {
      return query.apply(this, args).then((result) => {
        pass()
        return result
      })
    }
    args[args.length - 1] = (error, result) => {
      if (!error) pass()
      callback(error, result)
    }
    return query.apply(this, args)
  }
}
