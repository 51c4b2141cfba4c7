/** The day on which everything is looked at. Typing a date passes through other dates, so it counts when it is sent. */
import type { FormEvent } from 'react'
import { type Address, hrefOf, isDay, onDay } from './address.ts'

export function DateForm({ address }: { readonly address: Address }) {
  const show = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const asOf = new FormData(event.currentTarget).get('as-of')
    if (typeof asOf === 'string' && isDay(asOf)) location.hash = hrefOf(onDay(address, asOf))
  }
  return (
    <form className="date" onSubmit={show}>
      <label htmlFor="as-of">As of</label>
      <input
        key={address.asOf}
        id="as-of"
        name="as-of"
        type="date"
        min="1970-01-01"
        max="9999-12-31"
        required
        defaultValue={address.asOf}
      />
      <button type="submit">Show</button>
    </form>
  )
}
