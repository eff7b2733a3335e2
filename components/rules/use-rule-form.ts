import { useState } from 'react'
import type { RuleError } from './map-rule-errors'
import type { RuleForm } from './rule-form'
import { loadRuleCheck } from './use-rule-check'

type RuleChange = Partial<RuleForm> | ((form: RuleForm) => Partial<RuleForm>)

/** The form with what was refused at the last try; a change of a field takes away what no longer stands against it. */
export function useRuleForm(start: RuleForm) {
  const [form, setForm] = useState(start)
  const [errors, setErrors] = useState<readonly RuleError[]>([])
  const [refusal, setRefusal] = useState('')
  const [attempt, setAttempt] = useState(0)
  const [changed, setChanged] = useState(false)
  const set = (change: RuleChange, touched: string) => {
    const next = (last: RuleForm) => ({ ...last, ...(typeof change === 'function' ? change(last) : change) })
    setForm(next)
    setChanged(true)
    if (errors.length === 0) return
    const isTouched = ({ field }: RuleError) => field === '' || field === touched || field.startsWith(`${touched}.`)
    void loadRuleCheck().then(({ checkRuleForm }) => {
      const standing = new Set(checkRuleForm(next(form)).map(({ field, message }) => `${field} ${message}`))
      setErrors((last) => last.filter((error) => !isTouched(error) || standing.has(`${error.field} ${error.message}`)))
    })
  }
  const refuse = (title: string, found: readonly RuleError[]) => {
    setRefusal(title)
    setErrors(found)
    setAttempt((count) => count + 1)
  }
  return { form, set, errors, refuse, refusal, attempt, changed }
}
