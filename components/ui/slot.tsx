import { cloneElement, isValidElement, type HTMLAttributes, type ReactElement, type ReactNode, type SyntheticEvent } from 'react'
import { cn } from './cn'

type AnyProps = Record<string, unknown>
type Handler = (event: SyntheticEvent) => void

const isHandler = (name: string, value: unknown): value is Handler => /^on[A-Z]/.test(name) && typeof value === 'function'

function mergeProps(given: AnyProps, own: AnyProps): AnyProps {
  const merged = { ...given, ...own }
  for (const [name, outer] of Object.entries(given)) {
    const inner = own[name]
    if (name === 'className') merged[name] = cn(String(outer ?? ''), String(inner ?? ''))
    else if (name === 'style') merged[name] = { ...Object(outer), ...Object(inner) }
    else if (isHandler(name, outer) && isHandler(name, inner)) {
      merged[name] = (event: SyntheticEvent) => {
        inner(event)
        if (!event.defaultPrevented) outer(event)
      }
    }
  }
  return merged
}

/** Gives its only child, a link or a button, these props; where both have one, the child's counts and handlers run after each other. */
export function Slot({ children, ...given }: HTMLAttributes<HTMLElement> & { children: ReactNode }) {
  if (!isValidElement(children)) return children
  const child = children as ReactElement<AnyProps> // an element's props are any object
  return cloneElement(child, mergeProps({ ...given }, child.props))
}
