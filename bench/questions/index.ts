/** All questions of the bench. A new one is one file and one line here. */
import { byMonth, byMonthInRanges } from './by-month.ts'
import { byStateAndCategory } from './by-state-and-category.ts'
import { customerOrders } from './customer-orders.ts'
import { customerPage } from './customer-page.ts'
import { customerProfile } from './customer-profile.ts'
import { customerRfm } from './customer-rfm.ts'
import { customerTimeline } from './customer-timeline.ts'
import type { Question } from './question.ts'
import { rejectedByMonth, rejectedByMonthInRanges } from './rejected-by-month.ts'
import { rfmSegments } from './rfm-segments.ts'
import { rows } from './rows.ts'
import { smallSlice } from './small-slice.ts'
import { topCustomers } from './top-customers.ts'
import { total } from './total.ts'

export const questions: readonly Question[] = [
  byMonth,
  byStateAndCategory,
  topCustomers,
  total,
  rfmSegments,
  rejectedByMonth,
  smallSlice,
  customerRfm,
  customerOrders,
  customerTimeline,
  customerProfile,
  customerPage(50),
  rows,
  byMonthInRanges,
  rejectedByMonthInRanges,
]
