/** Where a customer stands among all others. */
import { type FragmentType, getFragmentData, graphql } from '../generated/index.ts'

const fragment = graphql(`
  fragment Scores on Customer {
    recencyScore24m
    frequencyScore24m
    monetaryScore24m
    lifetimeValueDecile
  }
`)

export function Scores({ customer: masked }: { readonly customer: FragmentType<typeof fragment> }) {
  const { recencyScore24m, frequencyScore24m, monetaryScore24m, lifetimeValueDecile } = getFragmentData(fragment, masked)
  return (
    <section aria-labelledby="scores">
      <h2 id="scores">Scores</h2>
      <dl>
        <Score label="Recency, 24 months" value={recencyScore24m} best={5} />
        <Score label="Frequency, 24 months" value={frequencyScore24m} best={5} />
        <Score label="Monetary, 24 months" value={monetaryScore24m} best={5} />
        <Score label="Lifetime value" value={lifetimeValueDecile} best={10} />
      </dl>
    </section>
  )
}

function Score({ label, value, best }: { readonly label: string; readonly value: number | null; readonly best: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value === null ? 'no order' : `${value} of ${best}`}
        <span className="steps" aria-hidden="true">
          {Array.from({ length: best }, (_, step) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its index
            <span key={step} className={step < (value ?? 0) ? 'reached' : undefined} />
          ))}
        </span>
      </dd>
    </div>
  )
}
