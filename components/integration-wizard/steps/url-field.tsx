import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { checkUrlLightly, originOf } from '../state/check-url-lightly'
import { fieldId } from '../state/map-pointers'
import { findWizardPreset } from '../state/wizard-presets'
import { useFieldMessage, useWizard } from '../wizard-context'

export function UrlField() {
  const { form, dispatch, savedUrl } = useWizard()
  const messageOf = useFieldMessage()
  const [left, setLeft] = useState(false)
  // While the first characters are typed nothing is wrong yet; after leaving the field the reason stays up to date.
  const typed = left && form.url !== '' ? (checkUrlLightly(form.url) ?? undefined) : undefined
  const moved = savedUrl !== null && savedUrl !== '' && originOf(form.url) !== originOf(savedUrl)
  const hint = moved
    ? 'Another scheme, host or port: passwords, tokens and secret headers have to be typed again.'
    : 'Requests are always POST, over HTTPS, to an address that can be reached from the internet.'
  return (
    <Field label="URL" required id={fieldId('url')} error={typed ?? (checkUrlLightly(form.url) === null || !left ? messageOf('url') : undefined)} hint={hint}>
      <Input
        type="url" inputMode="url" autoComplete="off" spellCheck={false} className="font-mono text-13"
        placeholder={findWizardPreset(form.preset)?.urlPlaceholder}
        value={form.url}
        onBlur={() => setLeft(true)}
        onChange={(event) => dispatch({ kind: 'set', values: { url: event.target.value } })}
      />
    </Field>
  )
}
