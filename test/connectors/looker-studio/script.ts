/** The connector of Looker Studio with credentials that a user has given. */
import { address, runScript, type Script } from '../apps-script/run-script.ts'
import { type Shop, token } from '../shop.ts'

export async function connected({ url }: Pick<Shop, 'url'>): Promise<Script> {
  const script = runScript('connectors/looker-studio/Code.js', { server: url })
  const { value } = await script.call('setCredentials', { pathKey: { path: `${address}/`, key: token } })
  if (JSON.stringify(value) !== '{"errorCode":"NONE"}') throw new Error(`No credentials: ${JSON.stringify(value)}`)
  return script
}

/** The variables that a user typed in, as the platform has them. */
export function configOf(query: string, variables: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return { query, ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [`variable_${name}`, value])) }
}
