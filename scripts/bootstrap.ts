import { bootstrap } from '@/lib/workspaces/bootstrap'

// A process of its own: what it loads (the database client, the login library) does not stay in the supervisor's memory.
await bootstrap()
process.exit(0)
