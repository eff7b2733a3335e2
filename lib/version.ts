import manifest from '@/package.json' with { type: 'json' }

/** Hookwright's version, as sent in `user-agent`. */
export const version: string = manifest.version
