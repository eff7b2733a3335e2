import type { TemplateVariable } from '@/lib/templates/list-variables'
import type { CursorPlace } from './find-cursor-place'
import { filterReference, tagReference } from './liquid-reference'

export interface Completion {
  kind: 'variable' | 'filter' | 'tag'
  label: string
  insert: string
  isSnippet: boolean
  detail: string
  help: string
}

const asSnippet = (text: string): string => text.replaceAll(/[\\$}]/g, '\\$&')

/**
 * What completion offers at a place. Monaco filters by the typed word, so everything of the kind is given. `close` is
 * what is missing behind the cursor: variables and tags bring it along.
 */
export function suggestCompletions(place: CursorPlace, variables: readonly TemplateVariable[], close: '' | ' }}' | ' %}' = ''): Completion[] {
  switch (place.kind) {
    case 'text':
      return []
    case 'variable':
      return variables.map(({ path, type, sample, description }) => ({
        kind: 'variable',
        label: path,
        insert: close === '' ? path : `${asSnippet(path)}$0${asSnippet(close)}`, // a filter may follow
        isSnippet: close !== '',
        detail: type,
        help: [description, sample === null ? '' : `Sample: ${sample}`].filter((line) => line !== '').join('\n\n'),
      }))
    case 'filter':
      return filterReference.map(({ name, help, example }) => ({
        kind: 'filter', label: name, insert: name, isSnippet: false, detail: 'filter', help: `${help}\n\n${example}`,
      }))
    case 'tag':
      return tagReference.map(({ name, help, example, snippet }) => ({
        kind: 'tag', label: name, insert: snippet + asSnippet(close), isSnippet: true, detail: 'tag', help: `${help}\n\n${example}`,
      }))
  }
}
