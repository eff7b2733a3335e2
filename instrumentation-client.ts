declare global {
  /** What zod reads when it is loaded; it may come later, or never. */
  var __zod_globalConfig: { jitless?: boolean } | undefined
}

// Zod would try whether it may compile code, which the content security policy forbids and reports.
globalThis.__zod_globalConfig = { jitless: true }

export {}
