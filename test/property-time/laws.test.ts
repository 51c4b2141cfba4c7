/** Laws that answers about time obey, on both engines: they know how answers belong together, not how any is computed. */
import { afterAll, beforeAll } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { engines } from '../support/databases.ts'
import { holds } from './hold.ts'
import { apart } from './laws/apart.ts'
import { asOf } from './laws/as-of.ts'
import { balances } from './laws/balances.ts'
import { earlierPeriod } from './laws/earlier.ts'
import { fill } from './laws/fill.ts'
import { rolling } from './laws/rolling.ts'
import { ofCustomers } from './laws/row-slices.ts'
import { running } from './laws/running.ts'
import { shares } from './laws/shares.ts'
import { totals } from './laws/totals.ts'
import { openCustomers } from './open-world.ts'

let databases: readonly Database[] = []
beforeAll(async () => {
  databases = await Promise.all(engines.map(openCustomers))
})
afterAll(() => Promise.all(databases.map((database) => database.close())))

const effort = { worlds: 8, databases: () => databases }
for (const law of [rolling, running, earlierPeriod, asOf, shares, balances]) holds(law, effort)
for (const law of [totals, fill]) holds(law, effort)
holds(apart, { ...effort, worlds: 16 })
holds(ofCustomers, effort)
