import { passwordChange, revokedSessions, sessionView } from '@/lib/contracts/account'
import { invitation, invitationInput, madeInvitation, member, memberPatch } from '@/lib/contracts/member'
import { newWorkspace, ownWorkspace, workspace, workspacePatch } from '@/lib/contracts/workspace'
import { listOf, type OperationGroup } from '../operation'

export const workspaces: OperationGroup = {
  tag: 'Workspace',
  description: 'The workspace of the key, who belongs to it, and who is invited.',
  operations: {
    'GET /workspace': { id: 'readWorkspace', summary: 'The workspace', scope: 'integrations:read', answers: { 200: workspace } },
    'PATCH /workspace': { id: 'updateWorkspace', summary: 'Change the workspace', scope: 'admin', description: 'Retention is at most what the operator set; null is just that.', body: workspacePatch, answers: { 200: workspace }, example: { name: 'Example Company' } },
    'GET /members': { id: 'listMembers', summary: 'Members', scope: 'integrations:read', description: 'A key needs the scope `admin`.', answers: { 200: listOf(member) } },
    'PATCH /members/[id]': { id: 'changeRole', summary: 'Change a member\'s role', scope: 'integrations:read', description: 'For owners and admins; a key needs the scope `admin`.', body: memberPatch, answers: { 200: member }, example: { role: 'viewer' } },
    'DELETE /members/[id]': { id: 'removeMember', summary: 'Remove a member, or leave', scope: 'integrations:read', description: 'A key needs the scope `admin`.', answers: { 204: null } },
    'POST /invitations': { id: 'invitePerson', summary: 'Invite a person', scope: 'admin', description: 'The answer shows the link this once.', body: invitationInput, answers: { 201: madeInvitation }, example: { email: 'new@example.com', role: 'viewer' } },
    'GET /invitations': { id: 'listInvitations', summary: 'Invitations that wait', scope: 'admin', answers: { 200: listOf(invitation) } },
    'DELETE /invitations/[id]': { id: 'revokeInvitation', summary: 'Revoke an invitation', scope: 'admin', answers: { 204: null } },
    'POST /invitations/[id]/resend': { id: 'renewInvitation', summary: 'Invite again, with a new link', scope: 'admin', answers: { 200: madeInvitation } },
  },
}

export const account: OperationGroup = {
  tag: 'Account',
  description: 'Of the person who is signed in. A key has none of this.',
  operations: {
    'GET /workspaces': { id: 'listWorkspaces', summary: 'Own workspaces', scope: 'integrations:read', peopleOnly: true, answers: { 200: listOf(ownWorkspace) } },
    'POST /workspaces': { id: 'createWorkspace', summary: 'Create a workspace and switch to it', scope: 'integrations:read', peopleOnly: true, body: newWorkspace, answers: { 201: ownWorkspace }, example: { name: 'Example Company' } },
    'POST /workspaces/[id]/switch': { id: 'switchWorkspace', summary: 'Switch to another workspace', scope: 'integrations:read', peopleOnly: true, answers: { 204: null } },
    'GET /account/sessions': { id: 'listSessions', summary: 'Where one is signed in', scope: 'integrations:read', peopleOnly: true, answers: { 200: listOf(sessionView) } },
    'DELETE /account/sessions': { id: 'revokeOtherSessions', summary: 'Sign out everywhere else', scope: 'integrations:read', peopleOnly: true, answers: { 200: revokedSessions } },
    'DELETE /account/sessions/[id]': { id: 'revokeSession', summary: 'Sign out somewhere', scope: 'integrations:read', peopleOnly: true, answers: { 204: null } },
    'POST /account/password': { id: 'changePassword', summary: 'Change the password', scope: 'integrations:read', peopleOnly: true, body: passwordChange, answers: { 204: null } },
  },
}
