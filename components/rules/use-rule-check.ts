'use client'

import { useEffect } from 'react'

/** The contract's schemas are half as heavy as a page: they come while the rule is written. */
export const loadRuleCheck = () => import('./check-rule-form')

export function useRuleCheck() {
  useEffect(() => void loadRuleCheck().catch(() => undefined), []) // asked for again at the submit
}
