import { Cpu, KeyRound, UserRound, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ActorKind, AuditEntryView } from '@/lib/contracts/audit'
import { actionWords, targetHref } from './audit-words'
import { describeFields } from './describe-fields'

const kinds: Record<ActorKind, { icon: LucideIcon; word: string }> = {
  person: { icon: UserRound, word: 'Person' }, key: { icon: KeyRound, word: 'API key' }, system: { icon: Cpu, word: 'System' },
}

interface AuditRowProps {
  entry: AuditEntryView
  /** Where all is about one thing, its name is not repeated. */
  showTarget?: boolean
  onActor?: (actor: string) => void
}

export function AuditRow({ entry, showTarget = true, onActor }: AuditRowProps) {
  const { icon: Icon, word } = kinds[entry.actor.kind]
  const { id, label, kind } = entry.actor
  const who = <span className="min-w-0 break-words">{label}</span>
  return (
    <li className="flex gap-3 border-b px-4 py-2.5 text-13 last:border-b-0">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
      <span className="sr-only">{word}</span>
      <div className="min-w-0 flex-1">
        <p className="text-14 break-words"><Sentence entry={entry} showTarget={showTarget} /></p>
        <p className="flex flex-wrap items-center gap-x-2 text-ink-soft">
          {onActor
            ? <button type="button" className="text-left hover:underline pointer-coarse:-my-2 pointer-coarse:py-3" onClick={() => onActor(id ?? kind)}>{who}</button>
            : who}
          {entry.address && <span className="font-mono text-12 leading-5 text-ink-faint">{entry.address}</span>}
          {entry.userAgent && <span className="text-ink-faint">{entry.userAgent}</span>}
        </p>
      </div>
      <RelativeTime iso={entry.at} className="shrink-0 self-start text-ink-soft" />
    </li>
  )
}

function Sentence({ entry, showTarget }: { entry: AuditEntryView; showTarget: boolean }) {
  const [before, after] = actionWords[entry.action]
  const { target } = entry
  const href = targetHref(entry)
  const fields = describeFields(entry.fields)
  const isChange = entry.action.endsWith('.updated') && fields !== ''
  const name = target && showTarget && (href
    ? <Link href={href} prefetch={false} className="font-medium text-accent hover:underline">{target.label}</Link>
    : <span className="font-medium">{target.label}</span>)
  const ownDoing = target?.label === entry.actor.label // who it was stands below
  if (isChange && !(showTarget && name)) return <>Changed {fields}</>
  if (isChange) return <>Changed {fields} of{before.slice('Changed'.length)} {name}</>
  if (!showTarget || ownDoing) return <>{before.replace(/:? (as|for|of|to|the)$|:$/, '')}{after && ` ${after}`}</>
  return <>{before} {name}{after && ` ${after}`}{entry.action === 'api_key.created' && fields && <span className="text-ink-soft"> for {fields}</span>}</>
}
