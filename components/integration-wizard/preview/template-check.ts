import type { TemplateProblem } from '@/lib/contracts/template'

/** The dot before a trigger: its template is the default, edited, edited with a warning, or broken. */
export interface TemplateCheck {
  state: 'default' | 'edited' | 'warning' | 'error'
  /** The first problem in words; '' without one. */
  message: string
}

export function summariseCheck(edited: boolean, problems: readonly TemplateProblem[]): TemplateCheck {
  const error = problems.find((problem) => problem.severity === 'error')
  if (error) return { state: 'error', message: `Line ${error.line}: ${error.message}` }
  const [warning] = problems
  if (warning) return { state: 'warning', message: `Line ${warning.line}: ${warning.message}` }
  return { state: edited ? 'edited' : 'default', message: '' }
}

export const checkWords: Record<TemplateCheck['state'], string> = {
  default: 'default template',
  edited: 'edited',
  warning: 'has a warning',
  error: 'has an error',
}
