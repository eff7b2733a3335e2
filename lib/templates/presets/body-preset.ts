/** A ready-made body for a well-known receiver. It works for every event type; what a type lacks is left out. */
export type BodyPreset = {
  key: string
  label: string
  description: string
  contentType: string
  template: string
}
