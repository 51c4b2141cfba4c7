/**
 * The open queries. Those of GraphiQL are hidden: a tab that holds a button and another to close it is read out as neither. Here the tabs are tabs,
 * and the one that is shown is closed by the button behind them, or by Delete.
 */
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import { useEffect, useRef } from 'react'
import { TabList } from './tab-list.tsx'

export function QueryTabs() {
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'))
  const { addTab, changeTab, closeTab } = useGraphiQLActions()
  const shown = tabs[activeTabIndex]
  const place = useRef<HTMLDivElement>(null)
  const isClosing = useRef(false)
  // Of many tabs the one shown is seen; when one is closed, what had the focus is gone with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is shown when the one before is closed.
  useEffect(() => {
    const tab = place.current?.querySelector<HTMLElement>('[aria-selected="true"]')
    tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    if (isClosing.current) tab?.focus()
    isClosing.current = false
  }, [shown?.id])
  if (shown === undefined) return null
  const isClosable = tabs.length > 1
  const closes = `Close ${shown.title}`
  const close = () => {
    isClosing.current = true
    closeTab(activeTabIndex)
  }
  return (
    <div className="query-tabs" ref={place}>
      <TabList
        className="query-tab-list"
        label="Open queries"
        tabs={tabs}
        selected={shown.id}
        panel="graphiql-session"
        onSelect={(id) => changeTab(tabs.findIndex((tab) => tab.id === id))}
        {...(isClosable && { onClose: close })}
      />
      {isClosable && (
        <button type="button" className="query-tabs-button" aria-label={closes} title={closes} onClick={close}>
          <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
            <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" strokeLinecap="round" />
          </svg>
        </button>
      )}
      <button type="button" className="query-tabs-button" aria-label="New tab" title="New tab" onClick={addTab}>
        <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
          <path d="M8 2v12M2 8h12" strokeLinecap="round" />
        </svg>
      </button>
    </div>
  )
}
