import { acceptedEvents, event, eventDetail, eventQuery, eventsInput } from '@/lib/contracts/event'
import { eventType } from '@/lib/contracts/event-type'
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
    'GET /events': { id: 'listEvents', summary: 'Events, newest first', scope: 'deliveries:read', unlimited: true, query: eventQuery, answers: { 200: listOf(event) } },
    'GET /events/[id]': {
      id: 'readEvent', summary: 'One event, its deliveries, and why each other integration got none', scope: 'deliveries:read', unlimited: true,
      description: '`skips` has the first reason that applies, for each integration and rule that got nothing. While the event is not routed yet both lists are empty.',
      answers: { 200: eventDetail },
    },
  },
}

export const eventTypes: OperationGroup = {
  tag: 'Event types',
  description: 'The catalogue: parameters, context, samples and default body of every type of event.',
  operations: {
    'GET /event-types': { id: 'listEventTypes', summary: 'All event types', scope: 'integrations:read', answers: { 200: listOf(eventType) } },
    'GET /event-types/[key]': { id: 'readEventType', summary: 'One event type', scope: 'integrations:read', answers: { 200: eventType } },
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
