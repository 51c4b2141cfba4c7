/** Tabs as https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ has them: one is in the order of Tab, arrows go from one to the next. */
import { type KeyboardEvent, useRef } from 'react'

export interface TabListProps<T extends string> {
  readonly label: string
  readonly className: string
  readonly tabs: readonly { readonly id: T; readonly title: string }[]
  readonly selected: T
  /** The id of the panel that all tabs fill. */
  readonly panel: string
  readonly onSelect: (id: T) => void
  /** Closes the one selected, by Delete. */
  readonly onClose?: () => void
}

export function TabList<T extends string>({ label, className, tabs, selected, panel, onSelect, onClose }: TabListProps<T>) {
  const list = useRef<HTMLDivElement>(null)
  const go = (event: KeyboardEvent) => {
    if (event.key === 'Delete') onClose?.()
    const index = tabs.findIndex(({ id }) => id === selected)
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[event.key]
    const tab = next === undefined ? undefined : tabs.at(next % tabs.length)
    if (tab === undefined) return
    event.preventDefault()
    onSelect(tab.id)
    list.current?.querySelector<HTMLElement>(`#${tabId(panel, tab.id)}`)?.focus()
  }
  return (
    <div role="tablist" aria-label={label} className={className} ref={list} onKeyDown={go}>
      {tabs.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={tabId(panel, id)}
          aria-selected={id === selected}
          aria-controls={panel}
          tabIndex={id === selected ? 0 : -1}
          {...(onClose !== undefined && { 'aria-keyshortcuts': 'Delete' })}
          onClick={() => onSelect(id)}
        >
          {title}
        </button>
      ))}
    </div>
  )
}

export function tabId(panel: string, id: string): string {
  return `${panel}-${id}`
}
