/**
 * Escape leaves an editor, in which Tab writes a tab: with the keyboard alone nothing beyond it could be reached. Its frame takes the focus, from
 * which Tab goes on and Enter goes back. What is open in the editor, such as its suggestions, is closed first.
 */
import { pick, useGraphiQL, useMonaco } from '@graphiql/react'
import { useEffect } from 'react'

/** What Escape closes. */
const nothingIsOpen = [
  'suggestWidgetVisible',
  'findWidgetVisible',
  'parameterHintsVisible',
  'renameInputVisible',
  'markersNavigationVisible',
  'inSnippetMode',
  'editorHasMultipleSelections',
  'editorHoverVisible',
]
  .map((each) => `!${each}`)
  .join(' && ')

export function LeaveEditors() {
  const { queryEditor, variableEditor, headerEditor } = useGraphiQL(pick('queryEditor', 'variableEditor', 'headerEditor'))
  const { monaco } = useMonaco(pick('monaco'))
  useEffect(() => {
    if (monaco === undefined) return undefined
    const actions = [queryEditor, variableEditor, headerEditor].map((editor) =>
      editor?.addAction({
        id: 'leave-editor',
        label: 'Leave the editor',
        keybindings: [monaco.KeyCode.Escape],
        precondition: nothingIsOpen,
        run: () => editor.getContainerDomNode().focus(),
      }),
    )
    return () => {
      for (const action of actions) action?.dispose()
    }
  }, [monaco, queryEditor, variableEditor, headerEditor])
  return null
}
