'use client'

import { PasswordPanel } from './password-panel'
import { SecondFactorPanel } from './second-factor-panel'
import { SessionsPanel } from './sessions-panel'

export function SecurityPanel() {
  return (
    <div className="space-y-4">
      <PasswordPanel />
      <SecondFactorPanel />
      <SessionsPanel />
    </div>
  )
}
