export interface ToastAction {
  label: string
  onClick: () => void
}

interface ToastOptions {
  description?: string
  action?: ToastAction
}

export interface ToastMessage extends ToastOptions {
  id: number
  tone: 'ok' | 'bad'
  title: string
}

const KEPT = 3

let messages: readonly ToastMessage[] = []
let lastId = 0
const listeners = new Set<() => void>()

function change(next: readonly ToastMessage[]) {
  messages = next
  for (const listener of listeners) listener()
}

function add(tone: ToastMessage['tone'], title: string, options: ToastOptions = {}) {
  lastId += 1
  change([...messages, { ...options, id: lastId, tone, title }].slice(-KEPT))
}

/** What was done, or why not, told at the edge of the screen for some seconds. */
export const toast = {
  success: (title: string, options?: ToastOptions) => add('ok', title, options),
  error: (title: string, options?: ToastOptions) => add('bad', title, options),
}

export const closeToast = (id: number) => change(messages.filter((message) => message.id !== id))
export const readToasts = () => messages
export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
