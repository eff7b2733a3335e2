const HEAD_BYTES = 4

/** A value as JSON, its length in front. */
export function toFrame(value: unknown): Buffer {
  const text = JSON.stringify(value)
  const length = Buffer.byteLength(text)
  const frame = Buffer.allocUnsafe(HEAD_BYTES + length)
  frame.writeUInt32LE(length)
  frame.write(text, HEAD_BYTES)
  return frame
}

/** Puts frames together again from the pieces a pipe delivers. */
export class FrameReader {
  private pieces: Buffer[] = []
  private size = 0

  /** The frames that are complete with this piece. */
  read(piece: Buffer): unknown[] {
    this.pieces.push(piece)
    this.size += piece.length
    const frames: unknown[] = []
    for (let frame = this.next(); frame; frame = this.next()) frames.push(JSON.parse(frame.toString()))
    return frames
  }

  private next(): Buffer | undefined {
    if (this.size < HEAD_BYTES) return undefined
    const [first] = this.pieces
    const head = first && first.length >= HEAD_BYTES ? first : this.join()
    const end = HEAD_BYTES + head.readUInt32LE()
    if (this.size < end) return undefined
    const all = this.join()
    this.pieces = all.length > end ? [all.subarray(end)] : []
    this.size -= end
    return all.subarray(HEAD_BYTES, end)
  }

  private join(): Buffer {
    const [first] = this.pieces
    if (this.pieces.length === 1 && first) return first
    const all = Buffer.concat(this.pieces)
    this.pieces = [all]
    return all
  }
}
