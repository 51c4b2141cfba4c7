/** Opens a query in a tab of its own; it is not asked until somebody does. */
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react'

export interface Opened {
  readonly query: string
  readonly variables: string
}

/** Undefined until the editors are there. */
export function useOpenTab(): ((opened: Opened) => void) | undefined {
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'))
  const { addTab, stop, updateActiveTabValues } = useGraphiQLActions()
  if (queryEditor === undefined || variableEditor === undefined) return undefined
  return ({ query, variables }) => {
    stop()
    addTab()
    queryEditor.setValue(query)
    variableEditor.setValue(variables)
    updateActiveTabValues({ query, variables })
  }
}
