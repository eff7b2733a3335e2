'use client'

// Every feature is registered: picking them one by one leaves completion silently dead.
import 'monaco-editor/features/register.all'
import * as monaco from 'monaco-editor/editor'
import { LIQUID_JSON, liquidJsonConfiguration, liquidJsonGrammar } from './liquid-json-grammar'
import { defineEditorThemes } from './editor-themes'

let prepared = false

/** The editor with our language and themes, and its worker from our own origin. */
export function loadMonaco(): typeof monaco {
  if (prepared) return monaco
  prepared = true
  globalThis.MonacoEnvironment = {
    getWorker: () => new Worker(new URL('monaco-editor/editor/editor.worker', import.meta.url), { type: 'module' }),
  }
  monaco.languages.register({ id: LIQUID_JSON })
  monaco.languages.setMonarchTokensProvider(LIQUID_JSON, liquidJsonGrammar)
  monaco.languages.setLanguageConfiguration(LIQUID_JSON, liquidJsonConfiguration)
  defineEditorThemes(monaco)
  return monaco
}
