import Link from 'next/link'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { useDestination } from '../destination-context'
import { checkUrlLightly, originOf } from '../state/check-url-lightly'
import { UseInboxButton } from './use-inbox-button'

// As the button fills it in.
const INBOX_URL = /^https?:\/\/[^/]+\/inbox\/[\w-]{22}$/

export function UrlField() {
  const { form, preset, dispatch, savedUrl, messageOf, idOf } = useDestination()
  const [left, setLeft] = useState(false)
  // While the first characters are typed nothing is wrong yet; after leaving the field the reason stays up to date.
  const typed = left && form.url !== '' ? (checkUrlLightly(form.url) ?? undefined) : undefined
  const moved = savedUrl !== null && savedUrl !== '' && originOf(form.url) !== originOf(savedUrl)
  const hint = moved
    ? 'Another scheme, host or port: passwords, tokens and secret headers have to be typed again.'
    : INBOX_URL.test(form.url.trim())
      ? <>Your own inbox: what is sent there shows up under <Link href="/inbox" target="_blank" className="text-accent underline">Inbox</Link>.</>
      : 'Requests are always POST, over HTTPS, to an address that can be reached from the internet.'
  return (
    <Field label="URL" required id={idOf('url')} error={typed ?? (checkUrlLightly(form.url) === null || !left ? messageOf('url') : undefined)} hint={hint}>
      <div className="flex flex-wrap gap-2">
        <Input
          type="url" inputMode="url" autoComplete="off" spellCheck={false} className="min-w-0 flex-1 basis-64 font-mono text-13"
          placeholder={preset?.urlPlaceholder}
          value={form.url}
          onBlur={() => setLeft(true)}
          onChange={(event) => dispatch({ kind: 'set', values: { url: event.target.value } })}
        />
        <UseInboxButton onUse={(url) => dispatch({ kind: 'set', values: { url } })} />
      </div>
    </Field>
  )
}
