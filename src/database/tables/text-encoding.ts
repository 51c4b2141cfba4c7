/**
 * What a text file is written in. UTF-8 is read as it is; of everything else a copy in UTF-8 is made. Bytes that are no UTF-8 are taken for
 * Windows-1252, which has the letters of Latin-1 at the same places; nothing in such a file says otherwise.
 */
import { open } from 'node:fs/promises'
import { readBytes } from '../files/csv-source.ts'

export type TextEncoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'Windows-1252'

export async function encodingOf(path: string): Promise<TextEncoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let isStart = true
  try {
    for await (const bytes of readBytes(path)) {
      if (isStart && bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE'
      if (isStart && bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE'
      isStart = false
      decoder.decode(bytes, { stream: true })
    }
    decoder.decode()
    return 'UTF-8'
  } catch (error) {
    // What cannot be opened or unpacked is said where it is read.
    return error instanceof TypeError ? 'Windows-1252' : 'UTF-8'
  }
}

/** A copy in UTF-8, unpacked, under a new name. */
export async function writeAsUtf8(path: string, encoding: TextEncoding, to: string): Promise<void> {
  const decoder = new TextDecoder(encoding)
  const file = await open(to, 'wx')
  try {
    for await (const bytes of readBytes(path)) await file.write(decoder.decode(bytes, { stream: true }))
    await file.write(decoder.decode())
  } finally {
    await file.close()
  }
}
