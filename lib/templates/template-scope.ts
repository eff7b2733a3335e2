import type { JsonValue } from '@/lib/json/json-value'

/** What a template can read. Nothing in it is secret. */
export type TemplateScope = {
  notification: {
    id: number
    type: string
    description: string
    /** RFC 3339, exactly as received (nanoseconds). */
    occurredAt: string
    /** Parsed with `parseJson` from the received text. */
    context: JsonValue
  }
  integration: { id: string; name: string }
  /** Rules only; null for integrations. `createdAt` is when the rule fired, ISO 8601 UTC. */
  rule: { id: string; name: string; execution: { id: string; createdAt: string } } | null
  delivery: {
    id: string
    /** From 1. */
    attempt: number
    /** `attempt - 1`. */
    retries: number
    /** ISO 8601 UTC. */
    createdAt: string
  }
  workspace: { id: string; name: string }
  /** Rules only: the web requests already called in this execution, in order. */
  webhooks: Array<{ url: string; response: JsonValue }>
}

/** What only templates of rules have. */
export type RuleScope = { rule: NonNullable<TemplateScope['rule']>; webhooks: TemplateScope['webhooks'] }

type ScopeParts = Omit<TemplateScope, 'delivery' | 'rule' | 'webhooks'> & {
  delivery: Omit<TemplateScope['delivery'], 'retries'>
  rule?: TemplateScope['rule']
  webhooks?: TemplateScope['webhooks']
}

/** Completes a scope: retries from the attempt, no rule and no webhooks unless given. */
export function buildTemplateScope(parts: ScopeParts): TemplateScope {
  const { notification, integration, workspace, delivery } = parts
  return {
    notification,
    integration,
    rule: parts.rule ?? null,
    delivery: { ...delivery, retries: delivery.attempt - 1 },
    workspace,
    webhooks: parts.webhooks ?? [],
  }
}
