import { describeOwnEvent } from '@/lib/catalogue/describe-own-event'
import type { EventSample, EventType } from '@/lib/catalogue/event-type'
import type { ObjectSchema } from '@/lib/catalogue/json-schema'
import { NO_PARAMS } from '@/lib/catalogue/make-event-type'
import { EDGE_CASES, makeEdgeContext, type GivenSample } from '@/lib/catalogue/own-samples'

/** What is stored of a workspace's own event type. */
export type OwnParts = {
  key: string
  label: string
  descriptionTemplate: string
  contextSchema: ObjectSchema
  /** At least one; the first is the type's sample. */
  samples: readonly GivenSample[]
  defaultTemplate: string
}

const WORKSPACE = 'Example Company'

/** The event type that a workspace has made, as complete as one of the catalogue; it has no parameters. */
export function makeOwnType({ samples: given, ...parts }: OwnParts): EventType {
  const type = { ...parts, category: 'custom', params: NO_PARAMS, isOwn: true } as const
  const complete = ({ id = 1, occurredAt = '2026-01-01T12:00:00Z', description, context }: GivenSample): EventSample => ({
    id, type: type.key, occurredAt, context,
    description: description ?? describeOwnEvent(type, { context, occurredAt, workspaceName: WORKSPACE }),
  })
  const [first = { context: {} }, ...others] = given
  const sample = complete(first)
  const edge = complete({ ...first, id: 9007199254740991, context: makeEdgeContext(type.contextSchema, first.context) })
  return {
    ...type,
    sample,
    samples: [
      { name: first.name ?? 'Typical', ...sample },
      ...others.map((one, index) => ({ name: one.name ?? `Sample ${index + 2}`, ...complete(one) })),
      { name: EDGE_CASES, ...edge },
    ],
  }
}
