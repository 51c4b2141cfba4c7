/**
 * Names for what GraphiQL's own parts leave without one, or name otherwise than they read: somebody who hears the page, or speaks to it, has
 * nothing else to go by. Each may go when GraphiQL says it itself.
 */
import { useEffect } from 'react'

export function MendNames() {
  useEffect(() => {
    const observer = new MutationObserver(mend)
    observer.observe(document.body, { childList: true, subtree: true })
    mend()
    return () => observer.disconnect()
  }, [])
  return null
}

function mend() {
  // "Set active", for each of them: what they read is their query.
  for (const button of document.querySelectorAll('.graphiql-history-item-label[aria-label]')) button.removeAttribute('aria-label')
  // Of the explorer: the value of an argument, or the choice at its foot.
  for (const field of document.querySelectorAll('.graphiql-explorer-root :is(input[type="text"], select):not([aria-label])'))
    field.setAttribute('aria-label', field.closest<HTMLElement>('[data-arg-name]')?.dataset.argName ?? 'Kind of the new operation')
}
