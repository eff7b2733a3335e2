import { migrate } from '@/prisma/migrate'
import { useRunningProduct } from './use-running-product'

useRunningProduct()
const { applied, warnings } = await migrate(process.env.DATABASE_URL ?? '')
for (const warning of warnings) console.warn(warning)
console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
