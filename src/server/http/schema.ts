/** `/schema.graphql`: the schema as text, for whoever may also ask for it by introspection. Most servers are never asked: it is written at the first time. */
import { type Surface, send } from './exchange.ts'

export function createSchemaSurface(write: () => string): Surface {
  let text: string | undefined
  return (exchange) => {
    text ??= write()
    send(exchange, 200, { type: 'text/plain; charset=utf-8', body: text })
  }
}
