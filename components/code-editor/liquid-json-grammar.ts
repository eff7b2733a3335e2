import type { languages } from 'monaco-editor/editor'

export const LIQUID_JSON = 'liquid-json'

/** Colours JSON with Liquid in it, also inside of JSON texts. Monaco's own `liquid` is HTML with Liquid. */
export const liquidJsonGrammar: languages.IMonarchLanguage = {
  defaultToken: '',
  tokenPostfix: '.liquid-json',
  tokenizer: {
    root: [
      { include: '@liquid' },
      [/"(?=(?:[^"\\{]|\\.|\{(?![{%]))*"\s*:)/, 'key', '@key'],
      [/"/, 'string', '@string'],
      [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, 'number'],
      [/\b(?:true|false|null)\b/, 'keyword'],
      [/[{}[\]]/, '@brackets'],
      [/[,:]/, 'delimiter'],
    ],
    key: [
      [/[^"\\]+/, 'key'],
      [/\\./, 'string.escape'],
      [/"/, 'key', '@pop'],
    ],
    string: [
      { include: '@liquid' },
      [/[^"\\{]+/, 'string'],
      [/\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/, 'string.escape'],
      [/\\./, 'string.invalid'],
      [/"/, 'string', '@pop'],
      [/\{/, 'string'],
    ],
    liquid: [
      [/\{%-?\s*comment\s*-?%\}/, 'comment', '@comment'],
      [/\{%-?\s*raw\s*-?%\}/, 'liquid.tag', '@raw'],
      [/\{\{-?/, 'liquid.delimiter', '@output'],
      [/\{%-?/, 'liquid.delimiter', '@tagStart'],
    ],
    comment: [
      [/\{%-?\s*endcomment\s*-?%\}/, 'comment', '@pop'],
      [/[^{]+|\{/, 'comment'],
    ],
    raw: [
      [/\{%-?\s*endraw\s*-?%\}/, 'liquid.tag', '@pop'],
      [/[^{]+|\{/, 'string'],
    ],
    output: [[/-?\}\}/, 'liquid.delimiter', '@pop'], { include: '@expression' }],
    tagStart: [
      [/-?%\}/, 'liquid.delimiter', '@pop'],
      [/[A-Za-z_]\w*/, { token: 'liquid.tag', switchTo: '@tagRest' }],
      [/\s+/, ''],
      [/./, { token: '', switchTo: '@tagRest' }],
    ],
    tagRest: [[/-?%\}/, 'liquid.delimiter', '@pop'], { include: '@expression' }],
    expression: [
      [/(\|)(\s*)([A-Za-z_]\w*)/, ['liquid.delimiter', '', 'liquid.filter']],
      [/"[^"]*"|'[^']*'/, 'liquid.string'],
      [/-?\d+(?:\.\d+)?/, 'number'],
      [/\b(?:and|or|contains|in|true|false|nil|null|empty|blank|limit|offset|reversed)\b/, 'keyword'],
      [/[A-Za-z_][\w-]*(?:\.[\w-]+)*/, 'liquid.variable'],
      [/[=<>!]+|[|:,.()[\]]/, 'delimiter'],
      [/\s+/, ''],
    ],
  },
}

export const liquidJsonConfiguration: languages.LanguageConfiguration = {
  brackets: [['{', '}'], ['[', ']'], ['{{', '}}'], ['{%', '%}']],
  colorizedBracketPairs: [],
  surroundingPairs: [{ open: '"', close: '"' }, { open: '{', close: '}' }, { open: '[', close: ']' }],
}
