import type * as Monaco from 'monaco-editor/editor'
import type { TemplateVariable } from '@/lib/templates/list-variables'
import { findCursorPlace, findMissingClose, findNameAt } from './find-cursor-place'
import type { FixableProblem, ProblemFix } from './fixable-problem'
import { LIQUID_JSON } from './liquid-json-grammar'
import { filterReference, tagReference } from './liquid-reference'
import { suggestCompletions, type Completion } from './suggest-completions'

interface Known {
  variables: () => readonly TemplateVariable[]
  problems: () => readonly FixableProblem[]
}

/** Completion, hover and quick fixes for templates; what is known is asked each time. Dispose it with the editor. */
export function registerTemplateHelp(monaco: typeof Monaco, { variables, problems }: Known): Monaco.IDisposable {
  const kinds: Record<Completion['kind'], Monaco.languages.CompletionItemKind> = {
    variable: monaco.languages.CompletionItemKind.Variable,
    filter: monaco.languages.CompletionItemKind.Function,
    tag: monaco.languages.CompletionItemKind.Keyword,
  }
  const completion = monaco.languages.registerCompletionItemProvider(LIQUID_JSON, {
    triggerCharacters: ['{', '%', '|', '.', ' '],
    provideCompletionItems: (model, position) => {
      const before = model.getValueInRange(new monaco.Range(1, 1, position.lineNumber, position.column))
      const place = findCursorPlace(before)
      const typed = place.kind === 'text' ? 0 : place.word.length
      const range = new monaco.Range(position.lineNumber, position.column - typed, position.lineNumber, position.column)
      const suggestions = suggestCompletions(place, variables(), findMissingClose(before, model.getValue().slice(before.length))).map((item, index) => ({
        label: { label: item.label, description: item.detail },
        kind: kinds[item.kind],
        insertText: item.insert,
        insertTextRules: item.isSnippet ? monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet : undefined,
        documentation: item.help,
        sortText: String(index).padStart(4, '0'),
        range,
      }))
      return { suggestions }
    },
  })
  const hover = monaco.languages.registerHoverProvider(LIQUID_JSON, {
    provideHover: (model, position) => {
      const line = model.getLineContent(position.lineNumber)
      const found = findNameAt(line, position.column - 1)
      const lines = found === null ? null : describeName(found.name, variables())
      if (found === null || lines === null) return null
      const range = new monaco.Range(position.lineNumber, found.start + 1, position.lineNumber, found.end + 1)
      return { range, contents: lines.map((value) => ({ value })) }
    },
  })
  const fixes = monaco.languages.registerCodeActionProvider(LIQUID_JSON, {
    provideCodeActions: (model, range, { markers }) => ({
      actions: problems().flatMap(({ line, fix }) => (fix === undefined || line < range.startLineNumber || line > range.endLineNumber || !isStillThere(model, fix) ? [] : [{
        title: fix.label, kind: 'quickfix', isPreferred: true, diagnostics: markers,
        edit: {
          edits: [{
            resource: model.uri, versionId: model.getVersionId(),
            textEdit: { range: new monaco.Range(fix.line, fix.column, fix.line, fix.endColumn), text: fix.text },
          }],
        },
      }])),
      dispose: () => {},
    }),
  })
  return { dispose: () => [completion, hover, fixes].forEach((provider) => provider.dispose()) }
}

/** Whether the line that a fix is for still says what it said then. */
export const isStillThere = (model: Monaco.editor.ITextModel, { line, was }: ProblemFix): boolean =>
  line <= model.getLineCount() && model.getLineContent(line) === was

function describeName(name: string, variables: readonly TemplateVariable[]): string[] | null {
  const path = name.replaceAll(/\[\d+\]/g, '[0]')
  const variable = variables.find((entry) => entry.path === path)
  if (variable) {
    const sample = variable.sample === null ? [] : [`Sample: \`${variable.sample.replaceAll('`', "'")}\``]
    return [`**${variable.path}** · ${variable.type}`, variable.description, ...sample].filter((line) => line !== '')
  }
  const entry = [...filterReference, ...tagReference].find((known) => known.name === name)
  return entry ? [`**${entry.name}**`, entry.help, `\`${entry.example}\``] : null
}
