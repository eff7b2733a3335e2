// Which workspace this tab shows: another tab of the same session may have switched to another one since.
let current: string | null = null

/** In the browser only; a server renders for many. */
export function setCurrentWorkspace(id: string): void {
  if (typeof window !== 'undefined') current = id
}

/** The header that keeps a tab's requests in the workspace it shows. */
export const workspaceHeader = (): Record<string, string> => (current === null ? {} : { 'x-workspace': current })
