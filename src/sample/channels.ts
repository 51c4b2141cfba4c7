/** What kinds of business buy: channels with what they sell on, how they are licensed, and how well their contact data is kept. */
import { type Weighted, weighted } from './random.ts'

export const categories = ['Beer', 'Wine', 'Spirits', 'Ready to Drink', 'Soft Drinks', 'Food'] as const
export type Category = (typeof categories)[number]

export interface Channel {
  readonly code: string
  readonly name: string
  readonly premise: 'ON' | 'OFF'
  readonly division: string
  readonly licenses: Weighted<string>
  /** Last words of business names. */
  readonly nouns: readonly string[]
  /** Weight of each category in what it buys, in the order of `categories`. */
  readonly tastes: readonly number[]
  /** Typical number of cases in a line. */
  readonly cases: number
  /** Share without the datum, per mille. */
  readonly missing: { readonly email: number; readonly phone: number; readonly address: number }
}

const fullLiquor: readonly [string, number] = ['Full Liquor', 7]
const beerAndWine: readonly [string, number] = ['Beer and Wine', 3]
const packageStore: readonly [string, number] = ['Package Store', 8]
const beerOnly: readonly [string, number] = ['Beer Only', 2]
const foodOnly: readonly [string, number] = ['Food Service', 1]

export const channels: Weighted<Channel> = weighted([
  [
    {
      code: 'RST',
      name: 'Restaurant',
      premise: 'ON',
      division: 'On Premise',
      licenses: weighted([fullLiquor, beerAndWine, foodOnly]),
      nouns: ['Grill', 'Kitchen', 'Bistro', 'Trattoria', 'Cantina', 'Diner'],
      tastes: [22, 30, 20, 4, 14, 10],
      cases: 3,
      missing: { email: 140, phone: 40, address: 15 },
    },
    300,
  ],
  [
    {
      code: 'BAR',
      name: 'Bar',
      premise: 'ON',
      division: 'On Premise',
      licenses: weighted([fullLiquor, beerOnly]),
      nouns: ['Tavern', 'Taproom', 'Lounge', 'Pub', 'Saloon'],
      tastes: [42, 8, 34, 8, 6, 2],
      cases: 5,
      missing: { email: 270, phone: 90, address: 25 },
    },
    190,
  ],
  [
    {
      code: 'CNV',
      name: 'Convenience',
      premise: 'OFF',
      division: 'Independent Retail',
      licenses: weighted([beerAndWine, beerOnly, foodOnly]),
      nouns: ['Corner Store', 'Quick Mart', 'Fuel Stop', 'Mini Mart'],
      tastes: [44, 8, 2, 16, 22, 8],
      cases: 4,
      missing: { email: 340, phone: 110, address: 30 },
    },
    170,
  ],
  [
    {
      code: 'LQR',
      name: 'Liquor Store',
      premise: 'OFF',
      division: 'Independent Retail',
      licenses: weighted([packageStore, fullLiquor]),
      nouns: ['Spirits', 'Bottle Shop', 'Wine & Liquor', 'Cellars'],
      tastes: [22, 28, 38, 9, 2, 1],
      cases: 7,
      missing: { email: 120, phone: 30, address: 10 },
    },
    130,
  ],
  [
    {
      code: 'GRC',
      name: 'Grocery',
      premise: 'OFF',
      division: 'Chain Retail',
      licenses: weighted([beerAndWine, packageStore]),
      nouns: ['Market', 'Foods', 'Grocers', 'Fresh Market'],
      tastes: [30, 26, 8, 10, 14, 12],
      cases: 12,
      missing: { email: 60, phone: 15, address: 5 },
    },
    95,
  ],
  [
    {
      code: 'HTL',
      name: 'Hotel',
      premise: 'ON',
      division: 'Hospitality',
      licenses: weighted([fullLiquor]),
      nouns: ['Hotel', 'Inn', 'Lodge', 'Suites'],
      tastes: [18, 32, 28, 4, 12, 6],
      cases: 6,
      missing: { email: 35, phone: 10, address: 5 },
    },
    65,
  ],
  [
    {
      code: 'CLB',
      name: 'Club',
      premise: 'ON',
      division: 'Hospitality',
      licenses: weighted([fullLiquor, beerAndWine]),
      nouns: ['Country Club', 'Yacht Club', 'Social Club', 'Golf Club'],
      tastes: [28, 26, 30, 6, 8, 2],
      cases: 5,
      missing: { email: 90, phone: 20, address: 10 },
    },
    35,
  ],
  [
    {
      code: 'VEN',
      name: 'Venue',
      premise: 'ON',
      division: 'National Accounts',
      licenses: weighted([fullLiquor, beerOnly]),
      nouns: ['Arena', 'Theatre', 'Stadium', 'Music Hall'],
      tastes: [50, 6, 14, 16, 12, 2],
      cases: 18,
      missing: { email: 50, phone: 25, address: 40 },
    },
    15,
  ],
])

/** First words of business names. */
export const nameStarts = [
  'Blue Heron',
  'Copper Kettle',
  'Old Mill',
  'Harbor Light',
  'Red Barn',
  'Silver Creek',
  'Magnolia',
  'Lone Pine',
  'Twin Rivers',
  'Juniper',
  'Golden Gate',
  'Parkside',
  'Sunset',
  'Stone Bridge',
  'Cypress',
  'Northside',
  'Riverbend',
  'Maple Street',
  'Fox & Hound',
  'Lakeview',
  'Bayou',
  'High Desert',
  'Union Square',
  'Anchor',
  'Brick Lane',
  'Prairie',
  'Wild Rose',
  'Iron Horse',
  'Seven Oaks',
  'Canyon',
  'Foundry',
  'Palmetto',
] as const
