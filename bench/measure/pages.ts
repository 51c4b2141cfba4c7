/** What a page costs as it grows: the page of customers, in sizes from 1 to 500. */
import { customerPage } from '../questions/customer-page.ts'
import { openTargets } from '../targets/open.ts'
import { latencyOf } from './latency.ts'
import type { Measurement } from './measurement.ts'

export const pageSizes = [1, 10, 50, 200, 500] as const

export async function measurePages(measurement: Measurement): Promise<void> {
  if (!measurement.questions.some(({ weight }) => weight === 'page')) return
  const opened = await openTargets(measurement.base)
  try {
    for (const size of pageSizes) measurement.report(await latencyOf('pages', customerPage(size), { opened, measurement }))
  } finally {
    await opened.close()
  }
}
