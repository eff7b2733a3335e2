export const DEFAULT_CONTENT_TYPE = 'application/json'

/** The content type of a body: `application/json` unless one of the destination's headers says otherwise. */
export const contentTypeOf = (headers: ReadonlyArray<{ name: string; value: string; secret: boolean }>): string =>
  headers.find(({ name, secret }) => !secret && name.toLowerCase() === 'content-type')?.value ?? DEFAULT_CONTENT_TYPE
