/** `/schema.graphql`: the schema as text, for whoever may also ask for it by introspection. */
import type { Authenticate } from './authenticate.ts'
import { type Surface, send } from './exchange.ts'

export function createSchemaSurface(text: string, authenticate: Authenticate): Surface {
  return (exchange) => {
    authenticate(exchange.request)
    send(exchange, 200, { type: 'text/plain; charset=utf-8', body: text })
  }
}
