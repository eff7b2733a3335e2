import { useState } from 'react'
import { Inbox } from 'lucide-react'
import { toastError } from '@/components/feedback/toast-error'
import { fetchInbox } from '@/components/inbox/use-inbox'
import { Button } from '@/components/ui/button'

/** Fills in the address of the built-in receiver. */
export function UseInboxButton({ onUse }: { onUse: (url: string) => void }) {
  const [loading, setLoading] = useState(false)
  const use = async () => {
    setLoading(true)
    try {
      onUse((await fetchInbox()).url)
    } catch (error) {
      toastError('The address of your inbox could not be loaded.', error)
    } finally {
      setLoading(false)
    }
  }
  return <Button loading={loading} onClick={() => void use()}>{!loading && <Inbox aria-hidden />}Use my inbox</Button>
}
