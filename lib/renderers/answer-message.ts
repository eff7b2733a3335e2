import { parseJson } from '@/lib/json/parse-json'
import { checkTemplate } from '@/lib/templates/check-template'
import { readsAttempt } from '@/lib/templates/reads-variables'
import { renderTemplate, type RenderRequest } from '@/lib/templates/render-template'
import { MAX_RENDER_MS } from '@/lib/templates/template-limits'
import { buildTemplateScope, type RuleScope, type TemplateScope } from '@/lib/templates/template-scope'
import { SLOW_MS, type NotificationText, type RenderAnswer, type RenderMessage, type RenderReply } from './render-task'

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

// On a machine that is short of CPU a render may run into its limit without having run: then it is done again.
const MOST_TRIES = 3

/**
 * Renders the tasks of a message, in their order and one per step of the generator. Inside the renderer only: here users'
 * templates are parsed and run. What took long tells the CPU time it took.
 */
export function* answerMessage(message: RenderMessage): Generator<RenderReply, void> {
  const read: Array<TemplateScope['notification'] | undefined> = []
  let usedBefore = cpuMs()
  for (const task of message.tasks) {
    for (let tries = 1; ; tries++) {
      const started = performance.now()
      const answer = answerTask(message, task, read)
      const passed = performance.now() - started
      if (passed < SLOW_MS) {
        yield answer
        break
      }
      const used = cpuMs()
      const ms = Math.round(used - usedBefore) // with what the quick ones before it took, which is little
      usedBefore = used
      if (passed > MAX_RENDER_MS && ms < MAX_RENDER_MS / 2 && tries < MOST_TRIES) continue
      yield ms < SLOW_MS ? answer : { ...answer, ms }
      break
    }
  }
}

function answerTask(
  message: RenderMessage, [template, frame, shown, delivery, contextSchema]: RenderMessage['tasks'][number],
  read: Array<TemplateScope['notification'] | undefined>,
): RenderAnswer {
  const { contentType, integration, workspace, scope } = at(message.frames, frame)
  const notification = (read[shown] ??= readNotification(at(message.notifications, shown)))
  const request: RenderRequest = {
    template: at(message.templates, template),
    contentType,
    scope: buildTemplateScope({ notification, integration, workspace, delivery, ...readScope(scope) }),
  }
  return contextSchema ? { check: checkTemplate({ ...request, contextSchema }) } : render(request)
}

function render(request: RenderRequest): RenderAnswer {
  const rendered = renderTemplate(request)
  if (!rendered.ok) return { problems: rendered.problems }
  return { output: rendered.output, readsAttempt: readsAttempt(request.template) }
}

function readNotification(text: NotificationText): TemplateScope['notification'] {
  // A sample is not validated: whatever it holds is what the template reads.
  if (typeof text === 'string') return parseJson(text) as unknown as TemplateScope['notification']
  return { ...text, context: parseJson(text.context) }
}

function readScope(text: string | null | undefined): Partial<RuleScope> {
  // Our own: what lib/rules makes and stores with a body.
  return typeof text === 'string' ? (parseJson(text) as unknown as RuleScope) : {}
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index]
  if (value === undefined) throw new Error('a message names what it does not hold')
  return value
}
