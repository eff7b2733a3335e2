'use client'

import type { editor } from 'monaco-editor/editor'
import { useTheme } from 'next-themes'
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react'
import type { TemplateVariable } from '@/lib/templates/list-variables'
import type { EditorHandle } from './editor-handle'
import type { FixableProblem } from './fixable-problem'
import { LIQUID_JSON } from './liquid-json-grammar'
import { loadMonaco } from './load-monaco'
import { isStillThere, registerTemplateHelp } from './register-template-help'

export interface MonacoEditorProps {
  /** Which document: undo and scroll belong to it. */
  path: string
  value: string
  onChange: (value: string) => void
  /** Cmd/Ctrl+Enter. */
  onSubmit: () => void
  label: string
  problems: readonly FixableProblem[]
  variables: readonly TemplateVariable[]
  className?: string
  handle: Ref<EditorHandle>
}

const options: editor.IStandaloneEditorConstructionOptions = {
  // Closers that appear by themselves double those of a text that is inserted whole (voice, IME, automation).
  autoClosingBrackets: 'never',
  autoClosingQuotes: 'never',
  automaticLayout: true,
  bracketPairColorization: { enabled: false },
  fixedOverflowWidgets: true,
  fontFamily: 'JetBrains Mono Variable, ui-monospace, monospace',
  fontLigatures: false,
  fontSize: 13,
  lineHeight: 20,
  lineNumbersMinChars: 3,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  padding: { top: 8, bottom: 8 },
  quickSuggestions: { strings: true, other: true, comments: false },
  renderLineHighlight: 'line',
  scrollBeyondLastLine: false,
  scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
  stickyScroll: { enabled: false },
  tabSize: 2,
  unicodeHighlight: { ambiguousCharacters: false },
  wordBasedSuggestions: 'off',
}

export function MonacoEditor(props: MonacoEditorProps) {
  const { path, value, label, problems, className, handle } = props
  const { resolvedTheme } = useTheme()
  const box = useRef<HTMLDivElement>(null)
  const instance = useRef<editor.IStandaloneCodeEditor | null>(null)
  const latest = useRef(props)
  // Texts that were handed out and have not come back as `value` yet: typing is faster than rendering.
  const typed = useRef<string[]>([])
  const writing = useRef(false)
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const monaco = loadMonaco()
    const created = monaco.editor.create(element, { ...options, model: null, ariaLabel: latest.current.label })
    instance.current = created
    const help = registerTemplateHelp(monaco, { variables: () => latest.current.variables, problems: () => latest.current.problems })
    const changes = created.onDidChangeModelContent(() => {
      const text = created.getModel()?.getValue()
      if (text === undefined || writing.current) return
      typed.current.push(text)
      latest.current.onChange(text)
    })
    created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => latest.current.onSubmit())
    return () => {
      instance.current = null
      changes.dispose()
      help.dispose()
      created.dispose()
      for (const model of monaco.editor.getModels()) if (model.getLanguageId() === LIQUID_JSON) model.dispose()
    }
  }, [])

  useEffect(() => {
    const monaco = loadMonaco()
    const uri = monaco.Uri.from({ scheme: 'template', path: `/${path}` })
    const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel(value, LIQUID_JSON, uri)
    if (instance.current?.getModel() !== model) {
      instance.current?.setModel(model)
      typed.current = []
    }
    const known = typed.current.lastIndexOf(value)
    typed.current = typed.current.slice(known + 1)
    if (known !== -1 || model.getValue() === value) return
    // From outside (reset, preset, another trigger's template): one step that can be undone.
    typed.current = []
    writing.current = true
    model.pushStackElement()
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null)
    model.pushStackElement()
    writing.current = false
  }, [path, value])

  useEffect(() => {
    const monaco = loadMonaco()
    const model = instance.current?.getModel()
    if (!model) return
    monaco.editor.setModelMarkers(model, 'template', problems.map((problem) => ({
      severity: problem.severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
      message: problem.message,
      startLineNumber: problem.line,
      startColumn: problem.column,
      endLineNumber: problem.line,
      endColumn: Math.max(problem.endColumn, problem.column + 1),
    })))
  }, [problems, path])

  useEffect(() => {
    loadMonaco().editor.setTheme(resolvedTheme === 'dark' ? 'hookwright-dark' : 'hookwright-light')
  }, [resolvedTheme])

  useImperativeHandle(handle, () => makeHandle(() => instance.current), [])

  return <div ref={box} className={className} data-label={label} />
}

function makeHandle(current: () => editor.IStandaloneCodeEditor | null): EditorHandle {
  const write = (range: { startLineNumber: number; startColumn: number; endLineNumber: number; endColumn: number }, text: string) => {
    current()?.focus()
    current()?.pushUndoStop()
    current()?.executeEdits('insert', [{ range, text, forceMoveMarkers: true }])
    current()?.pushUndoStop()
  }
  return {
    insert: (make) => {
      const selection = current()?.getSelection()
      if (!selection) return
      const before = { startLineNumber: 1, startColumn: 1, endLineNumber: selection.startLineNumber, endColumn: selection.startColumn }
      write(selection, make(current()?.getModel()?.getValueInRange(before) ?? ''))
    },
    moveTo: (lineNumber, column) => {
      current()?.setPosition({ lineNumber, column })
      current()?.revealLineInCenterIfOutsideViewport(lineNumber)
      current()?.focus()
    },
    mend: (fix) => {
      const model = current()?.getModel()
      if (!model || !isStillThere(model, fix)) return
      write({ startLineNumber: fix.line, startColumn: fix.column, endLineNumber: fix.line, endColumn: fix.endColumn }, fix.text)
    },
  }
}
