import { expect, it } from 'vitest'
import { listRoutes } from './testing/list-routes'

const routes = await listRoutes()
const unsafe = routes.filter(({ method }) => method !== 'GET')
// What people do to members, workspaces, their own accounts, scorecards and portfolios is not in the audit log yet: this
// list only gets shorter.
const untold = /^\w+ \/(account|invitations|members|workspaces?|portfolios|scorecards|scores)\b/

it.each(unsafe.filter(({ name }) => !untold.test(name)).map((route) => [route.name, route.spec] as const))('%s says what it writes into the audit log, or why nothing', (_name, { audit }) => {
  expect(audit).toBeDefined()
  if (audit && typeof audit === 'object' && 'none' in audit) expect(audit.none).toMatch(/\w/)
})
