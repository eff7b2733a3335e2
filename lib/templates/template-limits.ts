/** The limits of one template. liquidjs counts its own characters of memory; what it does not count is counted here. */
export const MAX_TEMPLATE_CHARS = 100_000
export const MAX_RENDER_MS = 500
export const MAX_MEMORY = 10 * 1024 * 1024
export const MAX_OUTPUT_BYTES = 256 * 1024
export const MAX_NESTING = 100
export const MAX_FILTERS = 100

export class LimitError extends Error {}

/** Thrown while writing, so that a loop ends as soon as its output is too large. */
export class TooLargeError extends Error {
  constructor() {
    super(`The output is larger than ${MAX_OUTPUT_BYTES / 1024} KB`)
  }
}
