/** Where the sample's customers are: sites of the wholesaler, each serving counties of one state. */
import { InternalError } from '../semantic/issues/issue.ts'
import { type Weighted, weighted } from './random.ts'

export interface County {
  readonly name: string
  /** First three digits of its ZIP codes. */
  readonly zip: string
  readonly areaCode: string
}

export interface Site {
  readonly number: string
  readonly state: string
  /** Where the depot stands. */
  readonly city: string
  readonly counties: Weighted<County>
}

function county(name: string, zip: string, areaCode: string): County {
  return { name, zip, areaCode }
}

function site(number: string, state: string, city: string, ...counties: readonly County[]): Site {
  // The county of the depot has most customers, the ones further out fewer.
  return { number, state, city, counties: weighted(counties.map((item, index) => [item, [6, 3, 2, 1][index] ?? 1])) }
}

export const sites: Weighted<Site> = weighted([
  [site('101', 'TX', 'Houston', county('Harris', '770', '713'), county('Fort Bend', '774', '281'), county('Galveston', '775', '409')), 150],
  [site('102', 'TX', 'Dallas', county('Dallas', '752', '214'), county('Tarrant', '761', '817'), county('Collin', '750', '972')), 120],
  [site('103', 'TX', 'Austin', county('Travis', '787', '512'), county('Bexar', '782', '210')), 80],
  [site('110', 'FL', 'Miami', county('Miami-Dade', '331', '305'), county('Broward', '333', '954'), county('Monroe', '330', '305')), 115],
  [site('111', 'FL', 'Tampa', county('Hillsborough', '336', '813'), county('Pinellas', '337', '727')), 70],
  [site('112', 'FL', 'Orlando', county('Orange', '328', '407'), county('Duval', '322', '904')), 60],
  [
    site('120', 'CA', 'Los Angeles', county('Los Angeles', '900', '213'), county('Orange', '926', '714'), county('Ventura', '930', '805')),
    95,
  ],
  [site('121', 'CA', 'Oakland', county('Alameda', '946', '510'), county('Santa Clara', '951', '408'), county('Sonoma', '954', '707')), 55],
  [site('130', 'IL', 'Chicago', county('Cook', '606', '312'), county('DuPage', '605', '630')), 62],
  [site('140', 'GA', 'Atlanta', county('Fulton', '303', '404'), county('Cobb', '300', '770'), county('Chatham', '314', '912')), 48],
  [site('150', 'NC', 'Charlotte', county('Mecklenburg', '282', '704'), county('Wake', '276', '919')), 34],
  [site('155', 'SC', 'Charleston', county('Charleston', '294', '843'), county('Greenville', '296', '864')), 18],
  [site('160', 'CO', 'Denver', county('Denver', '802', '303'), county('Boulder', '803', '303'), county('El Paso', '809', '719')), 30],
  [site('170', 'AZ', 'Phoenix', county('Maricopa', '850', '602'), county('Pima', '857', '520')), 26],
  [site('175', 'NM', 'Albuquerque', county('Bernalillo', '871', '505'), county('Santa Fe', '875', '505')), 9],
  [site('180', 'TN', 'Nashville', county('Davidson', '372', '615'), county('Shelby', '381', '901')), 22],
  [site('185', 'KY', 'Louisville', county('Jefferson', '402', '502'), county('Fayette', '405', '859')), 12],
  [site('190', 'LA', 'New Orleans', county('Orleans', '701', '504'), county('East Baton Rouge', '708', '225')), 17],
  [site('195', 'WA', 'Seattle', county('King', '981', '206'), county('Spokane', '992', '509')), 14],
  [site('199', 'NV', 'Las Vegas', county('Clark', '891', '702'), county('Washoe', '895', '775')), 11],
])

const regions: Readonly<Record<string, readonly string[]>> = {
  South: ['TX', 'LA', 'TN', 'KY'],
  Southeast: ['FL', 'GA', 'NC', 'SC'],
  Mountain: ['CO', 'AZ', 'NM', 'NV'],
  West: ['CA', 'WA'],
  Midwest: ['IL'],
}

/** The row of table `store`. */
export function storeRow({ number, city, state }: Site): readonly string[] {
  const region = Object.keys(regions).find((name) => regions[name]?.includes(state))
  if (region === undefined) throw new InternalError(`${state} lies in no region`)
  return [number, city, state, region]
}

export const streets = [
  'Main St',
  'Oak Ave',
  'Cedar Ln',
  'Market St',
  'River Rd',
  'Railroad Ave',
  'Harbor Blvd',
  'Mill St',
  'Highland Dr',
  'Church St',
  'Lake Rd',
  'Depot St',
  'Second Ave',
  'Garden Way',
  'Station Pl',
  'Orchard Rd',
] as const
