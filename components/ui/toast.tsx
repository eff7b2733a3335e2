'use client'

import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { Button } from './button'
import { useTopModal } from './modal-stack'
import { closeToast, readToasts, subscribeToToasts, type ToastMessage } from './toast-store'

export { toast } from './toast-store'

const SHOWN_MS: Record<ToastMessage['tone'], number> = { ok: 5_000, bad: 10_000 }
const none: readonly ToastMessage[] = []

/** Once, in the root layout. Inside the dialog on top while there is one: everything outside of it is inert. */
export function Toaster() {
  const messages = useSyncExternalStore(subscribeToToasts, readToasts, () => none)
  const modal = useTopModal()
  const [held, setHeld] = useState(false)
  if (messages.length === 0) return null
  return createPortal(
    <section
      aria-label="Notifications"
      onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}
      className="fixed right-4 bottom-4 z-60 flex w-[min(22rem,calc(100vw-2rem))] flex-col gap-2"
    >
      {messages.map((message) => <Toast key={message.id} message={message} held={held} />)}
    </section>,
    modal ?? document.body,
  )
}

/** `held`: somebody reads or reaches for it, so it stays. */
function Toast({ message: { id, tone, title, description, action }, held }: { message: ToastMessage; held: boolean }) {
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => closeToast(id), SHOWN_MS[tone])
    return () => clearTimeout(timer)
  }, [id, tone, held])
  const Icon = tone === 'ok' ? CircleCheck : CircleAlert
  return (
    <div role={tone === 'ok' ? 'status' : 'alert'} className="flex items-start gap-2.5 rounded-panel bg-panel py-2 pr-1.5 pl-3 text-13 text-ink shadow-float">
      <Icon aria-hidden className={tone === 'ok' ? 'mt-1.5 size-4 text-ok' : 'mt-1.5 size-4 text-bad'} />
      <div className="min-w-0 flex-1 py-1 break-words">
        <p className="font-medium">{title}</p>
        {description && <p className="text-ink-soft">{description}</p>}
      </div>
      {action && <Button size="sm" onClick={() => { action.onClick(); closeToast(id) }}>{action.label}</Button>}
      <Button size="sm" variant="ghost" aria-label="Close the notification" className="w-7 px-0 pointer-coarse:w-11" onClick={() => closeToast(id)}><X /></Button>
    </div>
  )
}
