/** The address that the browser shows, and the page with it. */
import { useSyncExternalStore } from 'react'
import { type Address, readAddress } from './address.ts'

/** Undefined where the address leads nowhere. */
export function useAddress(): Address | undefined {
  return readAddress(useSyncExternalStore(subscribe, () => location.hash))
}

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange)
  return () => removeEventListener('hashchange', onChange)
}
