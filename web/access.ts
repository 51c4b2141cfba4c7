/** The access token, for as long as the page is open: in memory only, never in storage or in an address. */

export interface Access {
  readonly fetch: typeof fetch
  enter(token: string): void
}

/** A header written into the headers editor wins over the token entered. */
export function createAccess({ onRefused }: { readonly onRefused: () => void }): Access {
  let token = ''
  return {
    enter: (entered) => {
      token = entered.trim()
    },
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers)
      if (token !== '' && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`)
      const response = await fetch(input, { ...init, headers })
      if (response.status === 401) onRefused()
      return response
    },
  }
}
