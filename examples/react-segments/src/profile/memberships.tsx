/** The group of a customer in each segmentation. A row has names of groups; their titles are read once, for all customers and dates. */
import { useQuery } from '@apollo/client/react'
import { hrefOf, start } from '../address.ts'
import { formatCode } from '../format.ts'
import type { SegmentationTitlesQuery } from '../generated/graphql.ts'
import { type FragmentType, getFragmentData, graphql } from '../generated/index.ts'

const fragment = graphql(`
  fragment Memberships on Customer {
    mosaique
    journey
    turnoverSize
    putler
    barilliance
    engagement
    nps
    promotionBuyers
  }
`)

const titlesDocument = graphql(`
  query SegmentationTitles {
    customerSegmentations {
      name
      title
      groups {
        name
        title
      }
    }
  }
`)

export function Memberships({ asOf, customer: masked }: { readonly asOf: string; readonly customer: FragmentType<typeof fragment> }) {
  const { mosaique, ...others } = getFragmentData(fragment, masked)
  // Without titles, as long as they are on their way or if they cannot be had, names do.
  const { data } = useQuery(titlesDocument)
  const titles = titlesOf(data)
  const memberships: readonly (readonly [segmentation: string, group: string | null])[] = [
    ['JOURNEY', others.journey],
    ['TURNOVER_SIZE', others.turnoverSize],
    ['PUTLER', others.putler],
    ['BARILLIANCE', others.barilliance],
    ['ENGAGEMENT', others.engagement],
    ['NPS', others.nps],
    ['PROMOTION_BUYERS', others.promotionBuyers],
  ]
  return (
    <section aria-labelledby="memberships">
      <h2 id="memberships">Groups</h2>
      <dl>
        {mosaique !== null && (
          <div>
            <dt>{titles.of('MOSAIQUE')}</dt>
            <dd>
              <a href={hrefOf({ asOf, place: { kind: 'group', group: mosaique, from: start } })}>{titles.of('MOSAIQUE', mosaique)}</a>
            </dd>
          </div>
        )}
        {memberships.map(([segmentation, group]) => (
          <div key={segmentation}>
            <dt>{titles.of(segmentation)}</dt>
            <dd>{titles.of(segmentation, group)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function titlesOf(data: SegmentationTitlesQuery | undefined) {
  const segmentations = data?.customerSegmentations ?? []
  return {
    /** The title of a group, or without one that of the segmentation. */
    of(name: string, group?: string | null): string {
      const segmentation = segmentations.find((each) => each.name === name)
      if (group === undefined) return segmentation?.title ?? formatCode(name)
      return segmentation?.groups.find((each) => each.name === group)?.title ?? formatCode(group)
    },
  }
}
