import { expect, test } from 'vitest'
import type { Role } from '@/lib/contracts/member'
import { judgeChange } from './judge-change'

const roles: Role[] = ['owner', 'admin', 'viewer']
const judge = (by: Role, from: Role, to: Role | null, owners = 2, isSelf = false) => judgeChange({ by, from, to, owners, isSelf })

test('owners may do everything while another owner is left', () => {
  for (const from of roles) for (const to of [...roles, null]) expect(judge('owner', from, to)).toBe('allowed')
})

test('admins see to admins and viewers, and neither make nor unmake owners', () => {
  expect(judge('admin', 'viewer', 'admin')).toBe('allowed')
  expect(judge('admin', 'admin', null)).toBe('allowed')
  for (const to of ['admin', 'viewer', null] as const) expect(judge('admin', 'owner', to)).toBe('owners_only')
  expect(judge('admin', 'viewer', 'owner')).toBe('owners_only')
  expect(judge('admin', 'admin', 'owner', 2, true)).toBe('owners_only')
})

test('viewers change nobody, not even themselves, but may leave', () => {
  expect(judge('viewer', 'viewer', 'admin', 2, true)).toBe('viewers_look')
  expect(judge('viewer', 'admin', null)).toBe('viewers_look')
  expect(judge('viewer', 'viewer', null, 2, true)).toBe('allowed')
})

test('the last owner stays owner, whoever wants it otherwise', () => {
  for (const by of roles) for (const to of ['admin', 'viewer', null] as const) expect(judge(by, 'owner', to, 1)).not.toBe('allowed')
  expect(judge('owner', 'owner', null, 1, true)).toBe('last_owner')
  expect(judge('owner', 'owner', 'owner', 1)).toBe('allowed')
})
