/** Shown when the server refused to answer without a valid access token. */
import { type FormEvent, useState } from 'react'

interface AccessFormProps {
  readonly isSecondTry: boolean
  readonly onEnter: (token: string) => void
}

export function AccessForm({ isSecondTry, onEnter }: AccessFormProps) {
  const [token, setToken] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onEnter(token)
  }
  return (
    <form className="access" onSubmit={submit}>
      <label htmlFor="token">{isSecondTry ? 'That token is not valid. Access token:' : 'This server needs an access token:'}</label>
      <input id="token" type="password" autoComplete="off" value={token} onChange={(event) => setToken(event.target.value)} />
      <button type="submit">Use it</button>
      <span>It is forgotten when the page is closed.</span>
    </form>
  )
}
