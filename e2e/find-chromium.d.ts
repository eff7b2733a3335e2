declare module '*/find-chromium.mjs' {
  /** Path of an executable Chromium; throws with instructions when there is none. */
  export function findChromium(): string
}
