import { useRunningProduct } from './use-running-product'

// For the operator: npm run admin:reset-password -- <email> [--remove-second-factor]

const USAGE = 'Usage: npm run admin:reset-password -- <email> [--remove-second-factor]'
const given = process.argv.slice(2)
const [email, ...more] = given.filter((arg) => !arg.startsWith('--'))
const flags = given.filter((arg) => arg.startsWith('--'))
if (!email || more.length > 0 || flags.some((flag) => flag !== '--remove-second-factor')) {
  console.error(USAGE)
  process.exit(1)
}

useRunningProduct()
// After the environment is complete: what it loads reads the settings.
const { closeDb } = await import('@/lib/db')
const { resetByOperator } = await import('@/lib/people/reset-by-operator')

const reset = await resetByOperator(email.trim().toLowerCase(), { removesSecondFactor: flags.length > 0 })
await closeDb()
if (reset.outcome === 'unknown') {
  console.error(`There is no account for ${email}.`)
  process.exit(1)
}
if (reset.removedSecondFactor) console.log('The second step of signing in was removed.')
console.log(`With this link ${email} chooses a new password, once and within an hour:\n\n  ${reset.link}\n`)
process.exit(0)
