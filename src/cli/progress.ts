/** A progress bar on a terminal, silence elsewhere. */
import { Presets, SingleBar } from 'cli-progress'
import type { Terminal } from './terminal.ts'

export interface Progress {
  update(done: number, of: number): void
  stop(): void
}

export function createProgress(terminal: Terminal, title: string): Progress {
  if (!terminal.isInteractive) return { update: () => {}, stop: () => {} }
  const format = `${title} [{bar}] {percentage} %  {value} of {total}`
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true, fps: 10 }, Presets.shades_grey)
  let started = false
  return {
    update: (done, of) => {
      if (!started) bar.start(of, 0)
      started = true
      bar.update(done)
    },
    stop: () => bar.stop(),
  }
}
