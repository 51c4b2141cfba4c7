/** JSON log lines on standard output. Names of levels instead of numbers, ISO times, and no host name: a reader knows where it runs. */
import { type DestinationStream, type Logger, pino } from 'pino'
import type { LogLevel } from './settings.ts'

export type { Logger }

export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
