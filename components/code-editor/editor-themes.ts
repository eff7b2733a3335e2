import type * as Monaco from 'monaco-editor/editor'

// Monaco takes hex only; these are the tokens of globals.css (panel, ink, line, accent, status) in sRGB.
const light = {
  key: '17505a', string: '3b4a50', liquid: '0b6b75', variable: '0b6b75', filter: '7a4a00', number: '1d4fb8', faint: '6b777c',
}
const dark = {
  key: '8fd0d6', string: 'c3ccd0', liquid: '62cfd6', variable: '62cfd6', filter: 'e6b566', number: '93b8ff', faint: '8b979c',
}

function rules(colour: typeof light): Monaco.editor.ITokenThemeRule[] {
  return [
    { token: 'key.liquid-json', foreground: colour.key },
    { token: 'string.liquid-json', foreground: colour.string },
    { token: 'string.escape.liquid-json', foreground: colour.filter },
    { token: 'number.liquid-json', foreground: colour.number },
    { token: 'keyword.liquid-json', foreground: colour.number },
    { token: 'comment.liquid-json', foreground: colour.faint, fontStyle: 'italic' },
    { token: 'delimiter.liquid-json', foreground: colour.faint },
    { token: 'liquid.delimiter.liquid-json', foreground: colour.faint },
    { token: 'liquid.tag.liquid-json', foreground: colour.filter, fontStyle: 'bold' },
    { token: 'liquid.filter.liquid-json', foreground: colour.filter },
    { token: 'liquid.variable.liquid-json', foreground: colour.variable, fontStyle: 'bold' },
    { token: 'liquid.string.liquid-json', foreground: colour.string },
  ]
}

export function defineEditorThemes(monaco: typeof Monaco): void {
  monaco.editor.defineTheme('hookwright-light', {
    base: 'vs',
    inherit: true,
    rules: rules(light),
    colors: {
      'editor.background': '#ffffff',
      'editor.foreground': '#131c20',
      'editorLineNumber.foreground': '#6f7a7f',
      'editorLineNumber.activeForeground': '#131c20',
      'editor.lineHighlightBackground': '#f1f5f6',
      'editor.lineHighlightBorder': '#00000000',
      'editorWidget.background': '#ffffff',
      'editorWidget.border': '#dce1e3',
      'editorSuggestWidget.selectedBackground': '#def2f4',
      'editorSuggestWidget.selectedForeground': '#131c20',
      'editorSuggestWidget.highlightForeground': '#0b6b75',
      'editorSuggestWidget.focusHighlightForeground': '#0b6b75',
      focusBorder: '#0b6b75',
    },
  })
  monaco.editor.defineTheme('hookwright-dark', {
    base: 'vs-dark',
    inherit: true,
    rules: rules(dark),
    colors: {
      'editor.background': '#151c20',
      'editor.foreground': '#eaeff1',
      'editorLineNumber.foreground': '#7f8b90',
      'editorLineNumber.activeForeground': '#eaeff1',
      'editor.lineHighlightBackground': '#1c2428',
      'editor.lineHighlightBorder': '#00000000',
      'editorWidget.background': '#1b2327',
      'editorWidget.border': '#2c363a',
      'editorSuggestWidget.selectedBackground': '#1f3a40',
      'editorSuggestWidget.selectedForeground': '#eaeff1',
      'editorSuggestWidget.highlightForeground': '#62cfd6',
      'editorSuggestWidget.focusHighlightForeground': '#62cfd6',
      focusBorder: '#62cfd6',
    },
  })
}
