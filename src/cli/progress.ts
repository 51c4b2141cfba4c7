/** A progress bar on a terminal, one after the other for each thing done; silence elsewhere. */
import { Presets, SingleBar } from 'cli-progress'
import type { Terminal } from './terminal.ts'

export interface Progress {
  /** What is being done, and how much of it, 0 to 1. */
  update(task: string, fraction: number): void
  stop(): void
}

export function createProgress(terminal: Terminal): Progress {
  if (!terminal.isInteractive) return { update: () => {}, stop: () => {} }
  let current: { readonly task: string; readonly bar: SingleBar } | undefined
  return {
    update: (task, fraction) => {
      if (current?.task !== task) {
        current?.bar.stop()
        current = { task, bar: startBar(task) }
      }
      current.bar.update(Math.round(fraction * 100))
    },
    stop: () => current?.bar.stop(),
  }
}

function startBar(task: string): SingleBar {
  const bar = new SingleBar({ format: `${task} [{bar}] {percentage} %`, hideCursor: true, fps: 10 }, Presets.shades_grey)
  bar.start(100, 0)
  return bar
}
