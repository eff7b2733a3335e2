import { Link as LinkIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { CodeTabs } from './code-tabs'
import { HighlightedCode } from './highlighted-code'
import type { GuideBlock, Inline } from './parse-guide'

/** A guide as a page; its title stands above it. */
export function GuideView({ blocks }: { blocks: readonly GuideBlock[] }) {
  const headingOver = (index: number) => blocks.slice(0, index).findLast((block) => block.kind === 'heading')?.text ?? ''
  return (
    <article className="min-w-0 space-y-4 text-ink-soft [&_strong]:text-ink">
      {blocks.map((block, index) => <Block key={index} block={block} under={headingOver(index)} />)}
    </article>
  )
}

function Block({ block, under }: { block: GuideBlock; under: string }) {
  switch (block.kind) {
    case 'heading': return <Heading block={block} />
    case 'paragraph': return <p className="leading-6"><Inlines of={block.inner} /></p>
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul'
      return (
        <List className={cn('space-y-1.5 pl-5 leading-6', block.ordered ? 'list-decimal' : 'list-disc marker:text-ink-faint')}>
          {block.items.map((item, index) => <li key={index}><Inlines of={item} /></li>)}
        </List>
      )
    }
    case 'table': return <GuideTable block={block} under={under} />
    case 'code': return <CodeTabs snippets={block.snippets} under={under} coloured={block.snippets.map(({ code, language }) => <HighlightedCode key={language} code={code} language={language} />)} />
  }
}

function Heading({ block: { level, id, text, inner } }: { block: Extract<GuideBlock, { kind: 'heading' }> }) {
  const Tag = level === 2 ? 'h2' : 'h3'
  return (
    <Tag id={id} className={cn('group scroll-mt-20 text-ink', level === 2 ? 'border-t pt-6 text-title' : 'pt-2 text-16')}>
      <Inlines of={inner} />
      <a href={`#${id}`} aria-label={`Link to “${text}”`} className="ml-1.5 inline-flex rounded-control p-1 align-middle text-ink-faint opacity-0 group-hover:opacity-100 hover:text-accent focus-visible:opacity-100 pointer-coarse:opacity-100">
        <LinkIcon aria-hidden className="size-3.5" />
      </a>
    </Tag>
  )
}

function GuideTable({ block: { head, rows }, under }: { block: Extract<GuideBlock, { kind: 'table' }>; under: string }) {
  return (
    // Scrolls sideways where it is narrow, and a keyboard must reach that.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={`Table: ${under}`} tabIndex={0} className="overflow-x-auto rounded-panel border bg-panel focus-visible:-outline-offset-2">
      <table className="w-full border-collapse text-left text-13">
        <thead className="bg-sunken text-12 text-ink-faint">
          <tr>{head.map((cell, index) => <th key={index} scope="col" className="h-9 px-3 font-medium whitespace-nowrap first-letter:uppercase"><Inlines of={cell} /></th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} className="border-t align-top">
              {row.map((cell, column) => <td key={column} className="min-w-20 px-3 py-2 leading-5"><Inlines of={cell} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Inlines({ of: inlines }: { of: readonly Inline[] }): ReactNode {
  return inlines.map((one, index) => <InlineText key={index} of={one} />)
}

function InlineText({ of: one }: { of: Inline }) {
  switch (one.kind) {
    case 'text': return one.text
    case 'code': return <code className="rounded-sm border bg-sunken px-1 py-px text-[0.92em] wrap-anywhere text-ink">{one.text}</code>
    case 'strong': return <strong className="font-semibold"><Inlines of={one.inner} /></strong>
    case 'em': return <em><Inlines of={one.inner} /></em>
    case 'link': {
      const isElsewhere = one.href.startsWith('https://')
      return <a href={one.href} {...(isElsewhere && { target: '_blank', rel: 'noreferrer' })} className="text-accent underline underline-offset-4"><Inlines of={one.inner} /></a>
    }
  }
}
