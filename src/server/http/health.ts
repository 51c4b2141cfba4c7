/** `/livez`: the process answers. `/readyz`: it can answer questions; if not, why not, without the database's own words. */
import { type OpenSurface, sendJson } from './exchange.ts'

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string }

export const liveSurface: OpenSurface = (exchange) => sendJson(exchange, 200, { status: 'ok' })

export function createReadySurface(readiness: () => Promise<Readiness>): OpenSurface {
  return async (exchange) => {
    const state = await readiness()
    if (state.ready) sendJson(exchange, 200, { status: 'ok' })
    else sendJson(exchange, 503, { status: 'unavailable', reason: state.reason }, { 'retry-after': '5' })
  }
}
