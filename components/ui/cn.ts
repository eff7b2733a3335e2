import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({
  extend: { theme: { text: ['12', '13', '14', '16', 'title'], radius: ['control', 'panel'], shadow: ['float'] } },
})

/** Joins class names; a later one wins over an earlier one of the same kind. */
export const cn = (...classes: ClassValue[]) => merge(clsx(classes))
