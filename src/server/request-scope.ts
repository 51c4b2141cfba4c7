/** The request being answered, for code that is called without one: the masking of errors, log lines and turns far from the surface. */
import { AsyncLocalStorage } from 'node:async_hooks'

export const requestScope = new AsyncLocalStorage<{ readonly requestId: string; readonly caller: string }>()
