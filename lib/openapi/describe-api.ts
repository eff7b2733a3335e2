import { components } from './components'
import { describeOperation, toTemplate } from './describe-operation'
import { describeAllSent, sentHeaders } from './describe-sent'
import { METHODS, type Method } from './method'
import { operationGroups } from './operations/all-operations'
import type { Operation } from './operation'

/** An operation with its place in the API. */
export interface PlacedOperation {
  name: string
  method: Method
  place: string
  tag: string
  operation: Operation
}

const splitName = (name: string): { method: Method; place: string } => {
  const [given, place = ''] = name.split(' ')
  const method = METHODS.find((one) => one === given)
  if (!method) throw new Error(`${name} begins with no method`)
  return { method, place }
}

/** All operations in their order. */
export const listOperations = (): PlacedOperation[] =>
  operationGroups.flatMap(({ tag, operations }) =>
    Object.entries(operations).flatMap(([name, operation]) => (operation ? [{ name, tag, operation, ...splitName(name) }] : [])))

const describePaths = () => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { method, place, tag, operation } of listOperations()) {
    const path = (paths[toTemplate(place)] ??= {})
    path[method.toLowerCase()] = describeOperation(method, place, tag, operation)
  }
  return paths
}

const DESCRIPTION = `Reports events and scores, manages integrations, and tells what became of everything that was sent.

- Names are camelCase, times ISO 8601 in UTC, ids have a prefix and sort by time.
- Failures are \`application/problem+json\` (RFC 9457); \`errors\` points at each field that is not valid.
- Lists are newest first: \`limit\` (at most 200) and \`cursor\`, until \`nextCursor\` is null.
- A key may make 100 requests a second (500 at once), events and scores not counted, and 60 tests and resends a minute.
- Fields may be added to what is answered: take no offence at what you do not know.
- The same routes are under \`/v1\`.`

/** The OpenAPI 3.1 document of the API under `address` and of what is sent. Holds nothing of any workspace. */
export function describeApi({ address, version }: { address: string; version: string }) {
  const known = components()
  return {
    openapi: '3.1.1',
    info: { title: 'Hookwright', version, description: DESCRIPTION },
    servers: [{ url: `${address}/api/v1` }],
    tags: [...operationGroups.map(({ tag, description }) => ({ name: tag, description })), { name: 'What is sent', description: 'Requests to the destinations, by event type.' }],
    paths: describePaths(),
    webhooks: describeAllSent(),
    components: { ...known, parameters: { ...known.parameters, ...sentHeaders } },
  }
}
