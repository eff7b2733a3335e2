import { expect, test } from 'vitest'
import { judgeChange } from '@/lib/people/judge-change'
import { role } from '@/lib/contracts/member'
import { mayChange, rolesToGive } from './role-words'

test('what is offered is exactly what the server allows', () => {
  for (const by of role.options) for (const from of role.options) for (const to of role.options) {
    const allowed = judgeChange({ by, from, to, isSelf: false, owners: 2 }) === 'allowed'
    expect([by, from, to, mayChange(by, from) && rolesToGive(by).includes(to)]).toEqual([by, from, to, allowed])
  }
})
