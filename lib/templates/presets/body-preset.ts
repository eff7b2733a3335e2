/** A ready-made body for a well-known receiver. */
export type BodyPreset = {
  key: string
  label: string
  description: string
  contentType: string
  /** The body for an event type; for one that is not known here, what every notification has. */
  templateFor: (eventType: string) => string
}
