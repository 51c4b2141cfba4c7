/** What the sample's wholesaler sells: invented brands, each in the packages of its category. */
import { type Category, type Channel, categories } from './channels.ts'
import { itemAt, type Weighted, weighted } from './random.ts'

export interface Product {
  readonly id: string
  readonly name: string
  readonly brand: string
  readonly supplier: string
  readonly category: Category
  readonly classification: string
  readonly bottlesPerCase: number
  readonly bottleCents: number
}

type Classification = 'Value' | 'Core' | 'Premium' | 'Local'
/** Supplier, brand, classification; popular brands first. */
type Brand = readonly [supplier: string, brand: string, classification: Classification]

const brands: Readonly<Record<Category, readonly Brand[]>> = {
  Beer: [
    ['Meridian Brewing', 'Tall Grass Lager', 'Core'],
    ['Meridian Brewing', 'Harvest Moon Light', 'Value'],
    ['Three Lanterns', 'Lantern Pale Ale', 'Premium'],
    ['Costa Brava Imports', 'Sol de Mayo', 'Core'],
    ['Three Lanterns', 'Night Shift Stout', 'Premium'],
    ['Gulf Coast Craft', 'Pelican IPA', 'Local'],
    ['Gulf Coast Craft', 'Saltgrass Wheat', 'Local'],
    ['Kaiserhof Import', 'Kaiserhof Pils', 'Premium'],
  ],
  Wine: [
    ['Vineyard Alliance', 'Copper Hill Cabernet', 'Core'],
    ['Vineyard Alliance', 'Copper Hill Chardonnay', 'Core'],
    ['Vineyard Alliance', 'Easy Street Red', 'Value'],
    ['Maison Delorme', 'Delorme Rose', 'Premium'],
    ['Maison Delorme', 'Delorme Brut', 'Premium'],
    ['Casa Valdera', 'Valdera Pinot Grigio', 'Core'],
    ['Casa Valdera', 'Valdera Riserva', 'Premium'],
    ['High Plains Cellars', 'Mesa Viognier', 'Local'],
  ],
  Spirits: [
    ['Northern Still', 'Grey Falls Vodka', 'Core'],
    ['Northern Still', 'Pioneer Vodka', 'Value'],
    ['Bluegrass Reserve', 'Old Tobacco Road Bourbon', 'Premium'],
    ['Bluegrass Reserve', 'Stillwater Rye', 'Premium'],
    ['Agave Azul', 'Mirasol Tequila', 'Core'],
    ['Agave Azul', 'Mirasol Anejo', 'Premium'],
    ['Island Rum Works', 'Trade Wind Rum', 'Core'],
    ['Gulf Coast Craft', 'Magnolia Gin', 'Local'],
  ],
  'Ready to Drink': [
    ['Fizz & Co', 'Cloudline Seltzer', 'Core'],
    ['Fizz & Co', 'Cloudline Tropical', 'Core'],
    ['Agave Azul', 'Mirasol Margarita Can', 'Premium'],
    ['Gulf Coast Craft', 'Porch Tea', 'Local'],
  ],
  'Soft Drinks': [
    ['Clearspring', 'Clearspring Water', 'Value'],
    ['Clearspring', 'Clearspring Sparkling', 'Core'],
    ['Pop Culture', 'Root & Barrel Cola', 'Core'],
    ['Pop Culture', 'Ginger Bite', 'Premium'],
    ['Pop Culture', 'Quick Tonic', 'Core'],
  ],
  Food: [
    ['Salt & Shore', 'Sea Salt Chips', 'Core'],
    ['Salt & Shore', 'Bar Mix Nuts', 'Core'],
    ['Hearthside', 'Pretzel Bites', 'Value'],
    ['Hearthside', 'Olives in Brine', 'Premium'],
  ],
}

/** Bottles (or what stands for them) per case and price of one, in cents, at the price level Core. */
type Package = readonly [bottlesPerCase: number, bottleCents: number, word: string]

const packages: Readonly<Record<Category, readonly Package[]>> = {
  Beer: [
    [24, 112, 'bottles'],
    [12, 128, 'long-necks'],
    [24, 96, 'cans'],
    [6, 645, 'jugs'],
  ],
  Wine: [
    [12, 925, 'bottles'],
    [6, 980, 'boxed bottles'],
    [24, 365, 'half bottles'],
  ],
  Spirits: [
    [12, 1490, 'bottles'],
    [6, 2240, 'magnums'],
    [24, 610, 'half bottles'],
    [48, 138, 'miniatures'],
  ],
  'Ready to Drink': [
    [24, 138, 'cans'],
    [12, 149, 'bottles'],
  ],
  'Soft Drinks': [
    [24, 58, 'cans'],
    [12, 84, 'bottles'],
  ],
  Food: [
    [20, 165, 'bags'],
    [8, 398, 'tubs'],
  ],
}

const pricePerMille: Readonly<Record<Classification, number>> = { Value: 720, Core: 1000, Premium: 1580, Local: 1290 }

/** Products by category, popular ones more often. */
const productsOf: ReadonlyMap<Category, Weighted<Product>> = new Map(categories.map((category) => [category, catalogue(category)]))

/** All there is, by category. */
export const allProducts: readonly Product[] = [...productsOf.values()].flatMap(({ items }) => items)

/** The row of table `product`; prices are those of the first day, they rise afterwards. */
export function productRow({ id, name, brand, supplier, category, classification, bottlesPerCase, bottleCents }: Product) {
  return [id, name, brand, supplier, category, classification, bottlesPerCase, bottleCents]
}

function catalogue(category: Category): Weighted<Product> {
  const prefix = category.replaceAll(/[^A-Z]/g, '').padEnd(2, category.slice(1).toUpperCase())
  const products = brands[category].flatMap(([supplier, brand, classification]) =>
    packages[category].map(([bottlesPerCase, cents, word]) => ({
      name: `${brand}, ${bottlesPerCase} ${word}`,
      brand,
      supplier,
      category,
      classification,
      bottlesPerCase,
      bottleCents: Math.round((cents * pricePerMille[classification]) / 1000),
    })),
  )
  // The n-th product sells about 1/n of the first: a few sellers and a long tail.
  return weighted(
    products.map((product, n) => [{ id: `${prefix}${String(n + 1).padStart(4, '0')}`, ...product }, Math.floor(1000 / (n + 3))]),
  )
}

/** Weight of each category by month, in the order of `categories`: beer and cans in summer, wine and spirits before the holidays. */
const seasons: readonly (readonly number[])[] = [
  [80, 95, 90, 65, 85, 100],
  [82, 105, 92, 68, 86, 100],
  [95, 98, 96, 85, 94, 100],
  [104, 98, 96, 105, 100, 100],
  [116, 98, 98, 125, 110, 105],
  [128, 92, 95, 150, 122, 105],
  [134, 88, 94, 158, 128, 108],
  [124, 90, 94, 140, 122, 104],
  [108, 98, 98, 104, 104, 102],
  [98, 106, 104, 80, 96, 100],
  [92, 128, 124, 66, 90, 106],
  [94, 152, 152, 62, 90, 118],
]

/** What a channel orders in a month (0 is January). */
export function demand(channel: Channel, month: number): Weighted<Weighted<Product>> {
  const season = itemAt(seasons, month)
  return weighted(
    categories.map((category, index) => [
      productsOf.get(category) ?? { items: [], upTo: [] },
      itemAt(channel.tastes, index) * itemAt(season, index),
    ]),
  )
}
