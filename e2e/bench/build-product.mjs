// A process of its own: what the preparation of a start loads is not the benchmark's business.
import { checkNode, ensureBuilt } from '../../scripts/prepare.mjs'

checkNode()
await ensureBuilt()
