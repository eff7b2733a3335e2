const FORMATS = {
  // Lenient: any number of fractional digits, and a space for the T.
  'date-time': /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  uri: /^[a-z][a-z\d+.-]*:/i,
  email: /^[^\s@]+@[^\s@]+$/,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
}

/** The formats of texts that are checked. */
export type TextFormat = keyof typeof FORMATS
export const TEXT_FORMATS: readonly string[] = Object.keys(FORMATS)

/** Whether a text has a format; one that is not checked fits every text. */
export function isFormat(format: string, text: string): boolean {
  return !Object.hasOwn(FORMATS, format) || FORMATS[format as TextFormat].test(text) // it is one of them
}
