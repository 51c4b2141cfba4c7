/** The frame of all pages: the date above, the page of the address below. */
import { type ReactNode, useEffect, useRef } from 'react'
import { type Address, home, hrefOf } from './address.ts'
import { CustomersPage } from './customers/customers-page.tsx'
import { DateForm } from './date-form.tsx'
import { formatDay } from './format.ts'
import { ProfilePage } from './profile/profile-page.tsx'
import { SegmentsPage } from './segments/segments-page.tsx'
import { Nothing } from './states.tsx'
import { useAddress } from './use-address.ts'

export function App() {
  const address = useAddress()
  const main = useFocusOnArrival(address)
  return (
    <>
      <header>
        <a className="brand" href={hrefOf(address === undefined ? home : { ...address, place: { kind: 'groups' } })}>
          Customer segments
        </a>
        {address !== undefined && <DateForm address={address} />}
      </header>
      <main ref={main} tabIndex={-1}>
        {address === undefined ? (
          <Nothing>
            This address leads nowhere. <a href={hrefOf(home)}>All groups</a>
          </Nothing>
        ) : (
          <>
            {/* Of what is shown, while another date may stand in the field; read out when it changes. */}
            <p className="day" role="status">
              As of {formatDay(address.asOf)}
            </p>
            {pageOf(address)}
          </>
        )}
      </main>
    </>
  )
}

function pageOf({ asOf, place }: Address): ReactNode {
  switch (place.kind) {
    case 'groups':
      return <SegmentsPage asOf={asOf} />
    case 'group':
      return <CustomersPage asOf={asOf} group={place.group} from={place.from} />
    case 'customer':
      return <ProfilePage asOf={asOf} customerId={place.customerId} />
  }
}

/** A link within the page loads nothing anew: the keyboard and the screen reader are led to the new page. Another date leaves them where they are. */
function useFocusOnArrival(address: Address | undefined) {
  const main = useRef<HTMLElement>(null)
  const place = JSON.stringify(address?.place)
  const shown = useRef(place)
  useEffect(() => {
    if (shown.current === place) return
    shown.current = place
    main.current?.focus({ preventScroll: true })
    scrollTo({ top: 0 })
  }, [place])
  return main
}
