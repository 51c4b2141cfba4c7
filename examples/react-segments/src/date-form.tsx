/** The day on which everything is looked at. Typing a date passes through other dates, so it counts when it is sent. */
import { type FormEvent, useLayoutEffect, useRef } from 'react'
import { type Address, hrefOf, isDay, onDay } from './address.ts'

export function DateForm({ address }: { readonly address: Address }) {
  const field = useRef<HTMLInputElement>(null)
  const { asOf } = address
  // A date that was typed and not sent does not stand above another page. The field stays the same one, and keeps the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field begins again at every address, also at another one of the same day.
  useLayoutEffect(() => {
    if (field.current !== null) field.current.value = asOf
  }, [hrefOf(address)])
  const show = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const wanted = field.current?.value ?? ''
    if (isDay(wanted)) location.hash = hrefOf(onDay(address, wanted))
  }
  return (
    <form className="date" onSubmit={show}>
      <label htmlFor="as-of">As of</label>
      <input ref={field} id="as-of" type="date" min="1970-01-01" max="9999-12-31" required defaultValue={asOf} />
      <button type="submit">Show</button>
    </form>
  )
}
