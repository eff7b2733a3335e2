import { expect, test } from 'vitest'
import { judgeChange } from '@/lib/people/judge-change'
import { role } from '@/lib/contracts/member'
import { isOnlyOwner, mayChange, rolesToGive } from './role-words'

test('what is offered is exactly what the server allows', () => {
  for (const by of role.options) for (const from of role.options) for (const to of role.options) {
    const allowed = judgeChange({ by, from, to, isSelf: false, owners: 2 }) === 'allowed'
    expect([by, from, to, mayChange(by, from) && rolesToGive(by).includes(to)]).toEqual([by, from, to, allowed])
  }
})

test('who may not leave is told beforehand: it is whom the server refuses', () => {
  for (const from of role.options) for (const owners of [1, 2]) {
    const members = [{ role: from }, { role: 'viewer' as const }, ...Array<{ role: 'owner' }>(from === 'owner' ? owners - 1 : owners).fill({ role: 'owner' })]
    const refused = judgeChange({ by: from, from, to: null, isSelf: true, owners }) === 'last_owner'
    expect([from, owners, isOnlyOwner(members, { role: from })]).toEqual([from, owners, refused])
  }
})
