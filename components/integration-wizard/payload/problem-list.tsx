import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import type { RefObject } from 'react'
import type { EditorHandle } from '@/components/code-editor/editor-handle'
import type { FixableProblem } from '@/components/code-editor/fixable-problem'
import { Button } from '@/components/ui/button'

interface ProblemListProps {
  problems: readonly FixableProblem[]
  editor: RefObject<EditorHandle | null>
}

/** What is wrong with the template; each entry moves the cursor there, and a likely meant name is one press away. */
export function ProblemList({ problems, editor }: ProblemListProps) {
  return (
    <div id="template-problems" aria-live="polite" aria-label="Problems" role="group">
      {problems.length === 0
        ? <p className="flex items-center gap-1.5 px-1 text-13 text-ink-faint"><CircleCheck aria-hidden className="size-4 text-ok" />No problems</p>
        : (
            <ul className="max-h-40 divide-y overflow-y-auto rounded-panel border bg-panel">
              {problems.map((problem, index) => <ProblemRow key={index} problem={problem} editor={editor} />)}
            </ul>
          )}
    </div>
  )
}

function ProblemRow({ problem, editor }: { problem: FixableProblem; editor: ProblemListProps['editor'] }) {
  const { severity, line, column, message, fix } = problem
  const Icon = severity === 'error' ? CircleX : TriangleAlert
  return (
    <li className="flex items-center gap-1 pr-1">
      <button
        type="button"
        className="flex min-w-0 flex-1 items-start gap-2 px-3 py-1.5 text-left text-13 hover:bg-sunken focus-visible:-outline-offset-2 pointer-coarse:min-h-11"
        onClick={() => editor.current?.moveTo(line, column)}
      >
        <Icon aria-hidden className={`mt-0.5 size-4 ${severity === 'error' ? 'text-bad' : 'text-warn'}`} />
        <span className="sr-only">{severity === 'error' ? 'Error' : 'Warning'} at</span>
        <code className="mt-px text-12 text-ink-faint tabular-nums">{line}:{column}</code>
        <span className="min-w-0 break-words">{message}</span>
      </button>
      {fix !== undefined && (
        <Button size="sm" variant="ghost" className="text-accent" title={fix.label} onClick={() => editor.current?.mend(fix)}>
          {problem.suggestion === undefined ? fix.label : 'Use it'}
        </Button>
      )}
    </li>
  )
}
