import Link from 'next/link'
import { fieldId } from '@/components/integration-wizard/state/map-pointers'
import { usePortfolios } from '@/components/scorecards/use-portfolios'
import { FieldError } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { RuleForm } from './rule-form'
import { scopeOptions } from './rule-words'

interface ScopeFieldsProps {
  scope: RuleForm['scope']
  onChange: (scope: RuleForm['scope']) => void
  messageOf: (field: string) => string | undefined
}

/** For which scorecards. */
export function ScopeFields({ scope, onChange, messageOf }: ScopeFieldsProps) {
  const { data = [], isSuccess } = usePortfolios()
  const { kind, portfolioId } = scope
  const message = messageOf('scope.portfolioId') ?? messageOf('scope.kind')
  const isKnown = portfolioId === '' || data.some(({ id }) => id === portfolioId)
  const portfolios = [
    { value: '', label: 'Choose…' }, ...(isKnown ? [] : [{ value: portfolioId, label: isSuccess ? 'Deleted portfolio' : '…' }]),
    ...data.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <div className="space-y-1.5">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          id={fieldId('scope.kind')} aria-label="Scorecards" value={kind} options={scopeOptions} wrapperClassName="max-w-72"
          onValueChange={(next) => onChange({ ...scope, kind: scopeOptions.find(({ value }) => value === next)?.value ?? kind })}
        />
        {kind === 'portfolio' && (
          <Select
            id={fieldId('scope.portfolioId')} aria-label="Selected portfolio" value={portfolioId} options={portfolios} wrapperClassName="max-w-72"
            aria-invalid={message !== undefined || undefined} aria-describedby={message === undefined ? undefined : fieldId('scope.error')}
            onValueChange={(next) => onChange({ ...scope, portfolioId: next })}
          />
        )}
      </div>
      {message && <FieldError id={fieldId('scope.error')}>{message}</FieldError>}
      {kind === 'portfolio' && isSuccess && data.length === 0 && (
        <p className="text-13 text-ink-faint">There are no portfolios yet: <Link href="/portfolios" target="_blank" className="text-accent underline">make one</Link>.</p>
      )}
    </div>
  )
}
