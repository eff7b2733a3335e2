import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { StartFailure } from './supervisor/report-failure'
import { openProductDatabase } from './open-product-database'

// npm run demo [-- --workspace "Name"] [--deliveries 20000]

const OWNER = { name: 'Demo Owner', email: 'owner@northwind.example' }
const FIRST_WORKSPACE = 'Northwind Traders'

const fail = (message: string): never => {
  throw new StartFailure(message)
}

interface Wanted {
  workspace: string | undefined
  deliveries: number | undefined
}

const USAGE = 'Usage: npm run demo [-- --workspace "Name" --deliveries 20000]'

const readWanted = (): Wanted => {
  try {
    const { workspace, deliveries } = parseArgs({ options: { workspace: { type: 'string' }, deliveries: { type: 'string' } } }).values
    if (deliveries !== undefined && !/^[1-9]\d{0,6}$/.test(deliveries)) return fail(USAGE)
    return { workspace, deliveries: deliveries === undefined ? undefined : Number(deliveries) }
  } catch {
    return fail(USAGE)
  }
}

async function main(): Promise<void> {
  const wanted = readWanted()
  const database = await openProductDatabase()
  try {
    await run(wanted)
  } finally {
    await database.close()
  }
}

async function run({ workspace: wanted, deliveries: count }: Wanted): Promise<void> {
  // After the environment is complete: what they load reads the settings.
  const { closeDb, prisma } = await import('@/lib/db')
  const { createOwner, needsOwner } = await import('@/lib/workspaces/set-up')
  const { fillDemo } = await import('@/prisma/demo/fill-demo')
  try {
    const started = performance.now()
    let password: string | undefined
    if (await needsOwner()) {
      password = randomBytes(12).toString('base64url')
      await createOwner({ ...OWNER, password, workspaceName: wanted ?? FIRST_WORKSPACE })
    }
    const where = wanted === undefined ? {} : { name: wanted }
    const workspace = await prisma().workspace.findFirst({ where, orderBy: { id: 'asc' }, select: { id: true, name: true } })
    if (!workspace) return fail(`There is no workspace "${wanted}".`)
    const filled = await fillDemo(workspace, { now: Date.now(), ...(count !== undefined && { deliveries: count }) })
    if (filled.outcome === 'refused') {
      return fail(`"${workspace.name}" holds ${filled.holds} already, and the demo only fills an empty workspace: nothing was changed.\n`
        + 'Create another workspace (the menu at the top left) and name it: npm run demo -- --workspace "Name"')
    }
    const { integrations, rules, deliveries, events, scorecards } = filled
    const [made, from] = [deliveries.toLocaleString('en'), events.toLocaleString('en')]
    console.log(`"${workspace.name}" has ${integrations} integrations, ${rules} rule, ${made} deliveries of ${from} events in four weeks, and ${scorecards} scorecards (${Math.round((performance.now() - started) / 100) / 10} s).`)
    if (password !== undefined) console.log(`\n  Sign in as  ${OWNER.email}\n  Password    ${password}\n`)
  } finally {
    await closeDb()
  }
}

try {
  await main()
  process.exit(0)
} catch (error) {
  console.error(error instanceof StartFailure ? error.message : error)
  process.exit(1)
}
