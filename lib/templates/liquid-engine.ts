import {
  CaptureTag,
  CycleTag,
  filters,
  IfTag,
  isTruthy,
  Liquid,
  Output,
  ParseError,
  Parser,
  RenderError,
  Tag,
  toValue,
  toValueSync,
  UnlessTag,
  Value,
  type Context,
  type Emitter,
  type FilterImplOptions,
  type TagToken,
  type Template,
  type TopLevelToken,
} from 'liquidjs'
import { evaluateValue } from '@/lib/templates/evaluate-value'
import { OUTSIDE, INSIDE, BEHIND_BACKSLASH, placeAfter } from '@/lib/templates/json-place'
import { makeFilter } from '@/lib/templates/make-filter'
import {
  LimitError,
  MAX_FILTERS,
  MAX_MEMORY,
  MAX_NESTING,
  MAX_RENDER_MS,
  MAX_TEMPLATE_CHARS,
} from '@/lib/templates/template-limits'
import type { StaticText, TemplateEmitter } from '@/lib/templates/template-emitter'

export const REFUSED_TAGS = ['include', 'render', 'layout', 'block'] as const

/** Parses with our own nodes for text and outputs, so that they can write by place. @throws LiquidError */
export function parseLiquid(template: string): Template[] {
  return new SafeParser(liquidEngine).parse(template)
}

/** Runs compiled nodes synchronously. @throws LiquidError */
export function runTemplates(templates: Template[], ctx: Context, emitter: TemplateEmitter): void {
  ctx.renderLimit.check(performance.now())
  for (const template of templates) {
    ctx.renderLimit.check(performance.now())
    emitter.trace?.push({ at: emitter.buffer.length, token: template.token })
    try {
      runTemplate(template, ctx, emitter)
    } catch (error) {
      throw isLiquidError(error) ? error : new RenderError(toError(error), template)
    }
    if (ctx.breakCalled || ctx.continueCalled) break
  }
}

function runTemplate(template: Template, ctx: Context, emitter: TemplateEmitter): void {
  if (isStaticNode(template)) emitter.writeStatic(template)
  else if (template instanceof Output) emitter.writeValue(evaluateValue(template.value, ctx))
  else if (template instanceof IfTag || template instanceof UnlessTag) runBranches(template, ctx, emitter)
  else {
    const returned: unknown = toValueSync(template.render(ctx, emitter))
    if (template instanceof CycleTag) emitter.writeValue(returned)
    // Only the `raw` tag returns its text instead of writing it.
    else if (typeof returned === 'string' && returned !== '') emitter.writeAsIs(returned)
  }
}

/** `if` and `unless` without liquidjs's generators: conditions are the other half of a render's time. */
function runBranches(tag: IfTag | UnlessTag, ctx: Context, emitter: TemplateEmitter): void {
  for (const branch of tag.branches) {
    const value: unknown = toValue(evaluateValue(branch.value, ctx))
    const holds = 'test' in branch ? branch.test(value, ctx) : isTruthy(value, ctx)
    if (holds) return runTemplates(branch.templates, ctx, emitter)
  }
  if (tag.elseTemplates) runTemplates(tag.elseTemplates, ctx, emitter)
}

function makeEngine(): Liquid {
  const liquid = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: MAX_TEMPLATE_CHARS,
    renderLimit: MAX_RENDER_MS,
    memoryLimit: MAX_MEMORY,
    // The same date text on every server and in every browser.
    timezoneOffset: 0,
    locale: 'en-US',
  })
  liquid.renderer.renderTemplates = function* (templates, ctx, emitter) {
    if (!isTemplateEmitter(emitter)) throw new Error('a tag renders without the emitter of its template')
    runTemplates(templates, ctx, emitter)
    return emitter.buffer
  }
  for (const name of REFUSED_TAGS) delete liquid.tags[name]
  liquid.registerTag('capture', SafeCaptureTag)
  liquid.registerTag('echo', SafeEchoTag)
  for (const [name, filter] of Object.entries<FilterImplOptions>(filters)) {
    liquid.registerFilter(name, makeFilter(name, filter))
  }
  return liquid
}

function isTemplateEmitter(emitter: Emitter | undefined): emitter is TemplateEmitter {
  return emitter !== undefined && 'writeValue' in emitter
}

function isLiquidError(error: unknown): boolean {
  return error instanceof Error && 'token' in error
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** Scans each piece of text once, and bounds what makes the recursive parser or a filter chain endless. */
class SafeParser extends Parser {
  private depth = 0

  override parseToken(token: TopLevelToken, remainTokens: TopLevelToken[]): ReturnType<Parser['parseToken']> {
    this.depth += 1
    try {
      if (this.depth > MAX_NESTING) throw new LimitError(`tags are nested more than ${MAX_NESTING} deep`)
      const node = super.parseToken(token, remainTokens)
      if (countFilters(node) > MAX_FILTERS) throw new LimitError(`more than ${MAX_FILTERS} filters in a row`)
      return 'getContent' in token ? Object.assign(node, scanText(readContent(token))) : node
    } catch (error) {
      throw isLiquidError(error) ? error : new ParseError(toError(error), token)
    } finally {
      this.depth -= 1
    }
  }
}

function countFilters(node: Template): number {
  const value: unknown = Reflect.get(node, 'value')
  return value instanceof Value ? value.filters.length : 0
}

function readContent(token: TopLevelToken): string {
  return 'getContent' in token && typeof token.getContent === 'function' ? String(token.getContent()) : token.getText()
}

function scanText(text: string): StaticText {
  const places = [placeAfter(text, OUTSIDE), placeAfter(text, INSIDE), placeAfter(text, BEHIND_BACKSLASH)] as const
  return { text, placesAfter: places }
}

function isStaticNode(node: Template): node is Template & StaticText {
  return 'placesAfter' in node
}

class SafeCaptureTag extends CaptureTag {
  override *render(ctx: Context, emitter?: Emitter): Generator<unknown, void, string> {
    if (!isTemplateEmitter(emitter)) throw new Error('a capture renders without the emitter of its template')
    const inner = emitter.forCapture()
    runTemplates(this.templates, ctx, inner)
    ctx.memoryLimit.use(inner.buffer.length)
    ctx.bottom()[this.variable] = inner.captured()
  }
}

/** liquidjs's own `echo` strips the marks of captures, `json` and `raw` before it writes. */
class SafeEchoTag extends Tag {
  private readonly value: Value | undefined

  constructor(token: TagToken, remainTokens: TopLevelToken[], liquid: Liquid) {
    super(token, remainTokens, liquid)
    this.tokenizer.skipBlank()
    this.value = this.tokenizer.end() ? undefined : new Value(this.tokenizer.readFilteredValue(), liquid)
  }

  override render(ctx: Context, emitter: Emitter): void {
    if (!isTemplateEmitter(emitter)) throw new Error('echo renders without the emitter of its template')
    if (this.value) emitter.writeValue(evaluateValue(this.value, ctx))
  }

  *arguments(): Iterable<Value> {
    if (this.value) yield this.value
  }
}

/** One engine for server and browser preview. It stands last because classes are not hoisted. */
export const liquidEngine = makeEngine()
