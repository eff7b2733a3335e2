import { acceptedEvents, eventDetail, eventQuery, eventsInput, listedEvent } from '@/lib/contracts/event'
import { eventType, eventTypeInput, eventTypePatch } from '@/lib/contracts/event-type'
import { previewInput, previewResult } from '@/lib/contracts/template'
import { listOf, type OperationGroup } from '../operation'

const context = { LatestScore: 599, PrevScore: 732, Threshold: 600 }

export const events: OperationGroup = {
  tag: 'Events',
  description: 'What happened. An event is stored before it is acknowledged, and from then on it is delivered or explained.',
  operations: {
    'POST /events': {
      id: 'postEvents', summary: 'Report one event, or up to 1000 at once', scope: 'events:write', unlimited: true,
      description: 'All or nothing; up to 5 MB. The answer is sent after the commit. A repeated `id` is `duplicate` as long as its event is retained: the first event\'s id is answered and nothing is stored. `context` and `occurredAt` reach templates exactly as received.',
      body: eventsInput, answers: { 202: acceptedEvents },
      example: { type: 'CustomerCSTARUnderThreshold', id: 'score-2026-01-01', context },
    },
    'GET /events': {
      id: 'listEvents', summary: 'Events, newest first, with what became of each in numbers', scope: 'deliveries:read', unlimited: true, query: eventQuery,
      description: '`outcome.routed` is false while an event is being matched. `outcome.skipped` counts who has the trigger and did not get it; with no delivery and none skipped, nobody listens for it.',
      answers: { 200: listOf(listedEvent) },
    },
    'GET /events/[id]': {
      id: 'readEvent', summary: 'One event, its deliveries, and why each other integration got none', scope: 'deliveries:read', unlimited: true,
      description: '`skips` has the first reason that applies, for each integration and rule that got nothing. While the event is not routed yet both lists are empty.',
      answers: { 200: eventDetail },
    },
  },
}

export const eventTypes: OperationGroup = {
  tag: 'Event types',
  description: 'The catalogue: parameters, context, samples and default body of every type of event; and a workspace\'s own types.',
  operations: {
    'GET /event-types': {
      id: 'listEventTypes', summary: 'All event types, the built-in ones first', scope: 'integrations:read', answers: { 200: listOf(eventType) },
      description: 'All on one page. `own` is null for a built-in type.',
    },
    'POST /event-types': {
      id: 'createEventType', summary: 'Make an event type of your own', scope: 'integrations:write',
      description: 'From a sample of its context: names, types and dates become the `contextSchema`, by which events of this type are checked. One sample makes nothing required; of several, what all have is required. `defaultTemplate` is made from it too, with each field of the context. Both can be given instead. A schema may have the keywords `type`, `properties`, `required`, `items`, `enum`, `anyOf`, `additionalProperties`, `minimum`, `maximum`, `minLength`, `maxLength`, `format` and those that only describe. 409 for a key that is taken, by a built-in type too. Up to 200 of them.',
      body: eventTypeInput, answers: { 201: eventType },
      example: {
        key: 'order.shipped', label: 'When an order is shipped', descriptionTemplate: 'Order {{ notification.context.orderId }} was shipped',
        sample: { context: { orderId: 1042, shippedAt: '2026-01-01T09:30:00Z', customer: { name: 'Ada' }, items: [{ sku: 'A-1', count: 2 }] } },
      },
    },
    'GET /event-types/[key]': { id: 'readEventType', summary: 'One event type', scope: 'integrations:read', answers: { 200: eventType } },
    'PATCH /event-types/[key]': {
      id: 'updateEventType', summary: 'Change an own event type', scope: 'integrations:write',
      description: 'What is left out stays; null for `contextSchema` or `defaultTemplate` goes back to what the samples give. What was inferred follows the samples. Triggers without a template of their own take a changed default from the next event on. 409 for a built-in type.',
      body: eventTypePatch, answers: { 200: eventType }, example: { label: 'When an order leaves the house' },
    },
    'DELETE /event-types/[key]': {
      id: 'deleteEventType', summary: 'Delete an own event type', scope: 'integrations:write', answers: { 204: null },
      description: '409 while integrations have a trigger of this type, with their names: nothing stops being sent by the way. Events and deliveries of the past stay.',
    },
  },
}

export const templates: OperationGroup = {
  tag: 'Templates',
  description: 'Liquid templates, from which bodies are rendered.',
  operations: {
    'POST /templates/preview': {
      id: 'previewTemplate', summary: 'What a template gives, and what is wrong with it', scope: 'integrations:read',
      description: 'For a sample or a real event. Answers 200 for any well-formed request. A given sample may be partial: it is merged over the type\'s own and not validated. Lines and columns count from 1; `endColumn` is one past the last character.',
      body: previewInput, answers: { 200: previewResult },
      example: { template: '{"id":{{ notification.id }}}', triggerType: 'CustomerCSTARUnderThreshold' },
    },
  },
}
