/** Opens the saved query that the address of the page names. After a reload its tab is there already. */
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react'
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
  const { tabs } = useGraphiQL(pick('tabs'))
  const { changeTab } = useGraphiQLActions()
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
    const opened = { query: query.text, variables: variablesText(query.variables, variables) }
    const known = tabs.findIndex((tab) => tab.query === opened.query && (tab.variables ?? '') === opened.variables)
    if (known === -1) openTab(opened)
    else changeTab(known)
  }, [openTab, changeTab, tabs, query, variables])
  return null
}
