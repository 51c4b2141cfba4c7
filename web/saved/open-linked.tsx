/** Opens the saved query that the address of the page names. */
import { useEffect, useRef, useState } from 'react'
import type { SavedQueryList } from './list.ts'
import { variablesText } from './saved-query.ts'
import { useOpenTab } from './use-open-tab.ts'

interface OpenLinkedProps {
  readonly name: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly list: SavedQueryList
  readonly onProblem: (problem: string) => void
}

export function OpenLinked({ name, variables, list, onProblem }: OpenLinkedProps) {
  const openTab = useOpenTab()
  const isOpened = useRef(false)
  const [query, setQuery] = useState<Awaited<ReturnType<SavedQueryList>>[number]>()
  useEffect(() => {
    list().then(
      (queries) => {
        const found = queries.find((each) => each.name === name)
        if (found === undefined) onProblem(`There is no saved query \`${name}\`.`)
        else setQuery(found)
      },
      (reason: unknown) => onProblem(reason instanceof Error ? reason.message : String(reason)),
    )
  }, [list, name, onProblem])
  useEffect(() => {
    if (openTab === undefined || query === undefined || isOpened.current) return
    isOpened.current = true
    openTab({ query: query.text, variables: variablesText(query.variables, variables) })
  }, [openTab, query, variables])
  return null
}
