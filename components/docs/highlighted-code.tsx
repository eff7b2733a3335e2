import { highlightCode, type CodeKind } from './highlight-code'

const colours: Record<CodeKind, string | undefined> = {
  plain: undefined, comment: 'text-ink-faint', string: 'text-ok', number: 'text-warn', keyword: 'text-wait',
}

/** Made on the server: colours need no script. */
export function HighlightedCode({ code, language }: { code: string; language: string }) {
  return highlightCode(code, language).map(({ kind, text }, index) =>
    kind === 'plain' ? text : <span key={index} className={colours[kind]}>{text}</span>)
}
