import { toValueSync, TypeGuards, type Context, type Token, type Value } from 'liquidjs'

/**
 * The value of an output or a condition. liquidjs evaluates by nested generators, which is most of a render's time;
 * what nearly all of them are (paths, literals, comparisons, then filters) is read directly here, by liquidjs's own
 * `findScope`, `readProperty` and operators. Everything else goes the long way; a test holds both ways against each
 * other.
 */
export function evaluateValue(value: Value, ctx: Context): unknown {
  const { postfix } = value.initial
  if (!postfix.every(isPlain)) return toValueSync(value.value(ctx, false))
  let result = evaluatePostfix(postfix, ctx)
  for (const filter of value.filters) result = toValueSync(filter.render(result, ctx))
  return result
}

/** An operator of two sides, a literal, or a path without computed names. */
function isPlain(token: Token): boolean {
  if (TypeGuards.isOperatorToken(token)) return token.operator !== 'not'
  if (!TypeGuards.isPropertyAccessToken(token)) return 'content' in token
  return token.variable === undefined && token.props.every((prop) => readKey(prop) !== undefined)
}

function evaluatePostfix(postfix: readonly Token[], ctx: Context): unknown {
  const [only] = postfix
  if (postfix.length === 1 && only) return readPlain(only, ctx)
  const operands: unknown[] = []
  for (const token of postfix) {
    if (TypeGuards.isOperatorToken(token)) {
      const right = operands.pop()
      operands.push(applyOperator(token.operator, operands.pop(), right, ctx))
    } else operands.push(readPlain(token, ctx))
  }
  return operands[0]
}

function readPlain(token: Token, ctx: Context): unknown {
  if (!TypeGuards.isPropertyAccessToken(token)) return 'content' in token ? token.content : undefined
  let value: unknown
  for (let index = 0; index < token.props.length; index += 1) {
    const key = readKey(token.props[index]) ?? ''
    // `findScope` is private in the types only; going round it would mean copying its rules.
    const holder: unknown = index === 0 ? ctx['findScope'](String(key)) : value
    // readProperty takes any value; its type only names objects.
    value = ctx.readProperty(holder as object, key)
    if (value === undefined || value === null) return value
  }
  return value
}

/** The name or index of a step of a path; undefined when it is computed. */
function readKey(prop: Token | undefined): string | number | undefined {
  const key: unknown = prop && 'content' in prop ? prop.content : undefined
  return typeof key === 'number' || typeof key === 'string' ? key : undefined
}

function applyOperator(operator: string, left: unknown, right: unknown, ctx: Context): unknown {
  if (typeof left === 'number' && typeof right === 'number') {
    if (operator === '<') return left < right
    if (operator === '>') return left > right
    if (operator === '<=') return left <= right
    if (operator === '>=') return left >= right
  }
  const apply = ctx.opts.operators[operator]
  return toValueSync(apply?.(left, right, ctx))
}
