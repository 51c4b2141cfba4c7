/** Storage under a prefix: other pages with the same editor on the same address keep their tabs, and this page its own. */
import type { Storage as EditorStorage } from '@graphiql/toolkit'

export function ownStorage(storage: Storage, prefix: string): EditorStorage {
  const own = (key: string) => `${prefix}:${key}`
  const ownKeys = () => Object.keys(storage).filter((key) => key.startsWith(own('')))
  return {
    get length() {
      return ownKeys().length
    },
    getItem: (key) => storage.getItem(own(key)),
    setItem: (key, value) => storage.setItem(own(key), value),
    removeItem: (key) => storage.removeItem(own(key)),
    clear: () => {
      for (const key of ownKeys()) storage.removeItem(key)
    },
  }
}
