/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Customer: the groups of Barilliance, in their order; a row is in the first that it fits. Six groups by quartiles of recency, frequency and monetary value of the last 24 months; 1 is best. */
export const CustomerBarilliance = {
  /** Hardcore. Best quarter in all three. Action: Reward them, without discounts. */
  Hardcore: 'HARDCORE',
  /** Loyal. Order most often. Action: A loyalty programme. */
  Loyal: 'LOYAL',
  /** Others. All other customers, those without an order in the last 24 months too. */
  Others: 'OTHERS',
  /** Promising. Order most often, for little. Action: Offer larger packs and what goes with them. */
  Promising: 'PROMISING',
  /** Recruits. Ordered most recently, and least often. Action: Welcome them, and lead to the second order. */
  Recruits: 'RECRUITS',
  /** Unfaithful. Ordered longest ago, and least often. Action: One good offer, then let go. */
  Unfaithful: 'UNFAITHFUL',
  /** Whales. Order for most. Action: The best of the range, in person. */
  Whales: 'WHALES'
} as const;

export type CustomerBarilliance = typeof CustomerBarilliance[keyof typeof CustomerBarilliance];
/** Customer: the groups of Engagement, in their order; a row is in the first that it fits. How much customers do beside ordering, by points that lose half of their worth every 30 days. */
export const CustomerEngagement = {
  /** Cold. Fewer than 5 points. Action: Write less often, with better reasons. */
  Cold: 'COLD',
  /** Hot. 20 points or more. Action: Call them now. */
  Hot: 'HOT',
  /** Silent. Nothing in the last 180 days. */
  Silent: 'SILENT',
  /** Warm. 5 points or more. Action: Send what they looked at. */
  Warm: 'WARM'
} as const;

export type CustomerEngagement = typeof CustomerEngagement[keyof typeof CustomerEngagement];
/** Customer: the groups of Customer journey, in their order; a row is in the first that it fits. Six stages from the first contact to the last order. */
export const CustomerJourney = {
  /** First-time. One order, however long ago. Action: Lead to the second order. */
  FirstTime: 'FIRST_TIME',
  /** Inactive repeat. Several orders, the last more than 365 days ago. Action: Win them back, or let go. */
  InactiveRepeat: 'INACTIVE_REPEAT',
  /** Loyal. Three orders or more in the last 90 days. Action: Thank them. */
  Loyal: 'LOYAL',
  /** Potential. No order yet. Action: Win the first order. */
  Potential: 'POTENTIAL',
  /** Repeat. Several orders, the last at most 180 days ago. Action: Make the next order easy. */
  Repeat: 'REPEAT',
  /** Repeat at risk. Several orders, the last 181 to 365 days ago. Action: Call them. */
  RepeatAtRisk: 'REPEAT_AT_RISK'
} as const;

export type CustomerJourney = typeof CustomerJourney[keyof typeof CustomerJourney];
/** Customer: the groups of Mosaique, in their order; a row is in the first that it fits. Nine groups by recency, frequency and monetary score of the last 24 months, and the age of the first order. */
export const CustomerMosaique = {
  /** Big spenders. Order for much, not often, and did so lately. Action: Offer terms for standing orders. */
  BigSpenders: 'BIG_SPENDERS',
  /** Loyal. Order often, and did so lately. Action: Thank them, and ask what else they buy elsewhere. */
  Loyal: 'LOYAL',
  /** New customers. First order at most 90 days ago. Action: Welcome them, and see to it that the second order follows. */
  NewCustomers: 'NEW_CUSTOMERS',
  /** Promising. Ordered lately, so far little. Action: Show them the whole range. */
  Promising: 'PROMISING',
  /** Regulars. In the middle of recency, without much or many orders. Action: Remind them when the next order is due. */
  Regulars: 'REGULARS',
  /** Shaky candidates. Once ordered often or for much, and not lately. Action: Call them before they are gone. */
  ShakyCandidates: 'SHAKY_CANDIDATES',
  /** Sleeping. Ordered little, and not lately. Action: Write to them with an offer; do not call. */
  Sleeping: 'SLEEPING',
  /** VIPs. Among the best two fifths in all three scores. Action: Give them a contact of their own, and what is new before others get it. */
  Vips: 'VIPS',
  /** Without orders. No order in the last 24 months. Action: Ask once a year whether they still want mail. */
  WithoutOrders: 'WITHOUT_ORDERS'
} as const;

export type CustomerMosaique = typeof CustomerMosaique[keyof typeof CustomerMosaique];
/** Customer: the groups of Net promoter group, in their order; a row is in the first that it fits. Who would recommend the wholesaler, by the answer to the latest survey. */
export const CustomerNps = {
  /** Detractors. Answered 0 to 6. Action: Call them, and mend what went wrong. */
  Detractors: 'DETRACTORS',
  /** No answer. Did not answer any survey, or not with a number from 0 to 10. */
  NotAsked: 'NOT_ASKED',
  /** Passives. Answered 7 or 8. Action: Ask what is missing. */
  Passives: 'PASSIVES',
  /** Promoters. Answered 9 or 10. Action: Ask them for recommendations. */
  Promoters: 'PROMOTERS'
} as const;

export type CustomerNps = typeof CustomerNps[keyof typeof CustomerNps];
/** Customer: the groups of Promotion buyers, in their order; a row is in the first that it fits. Who orders with a promotion, and how often. */
export const CustomerPromotionBuyers = {
  /** Coupon lovers. At least half of all their orders were with a promotion. Action: Bring them back with a promotion. */
  CouponLovers: 'COUPON_LOVERS',
  /** Never ordered. No order yet. Action: Win the first order. */
  NeverOrdered: 'NEVER_ORDERED',
  /** Never used one. Ordered, and never with a promotion. Action: Spare them the discounts. */
  NeverUsed: 'NEVER_USED',
  /** Occasional. Fewer than half of their orders were with a promotion. */
  Occasional: 'OCCASIONAL',
  /** Recent promotion. An order with a promotion in the last 90 days. Action: Tell them of the next promotion. */
  Recent: 'RECENT'
} as const;

export type CustomerPromotionBuyers = typeof CustomerPromotionBuyers[keyof typeof CustomerPromotionBuyers];
/** Customer: the groups of Putler, in their order; a row is in the first that it fits. Eleven groups by recency and the mean of frequency and monetary score of the last 24 months; narrow groups come first. */
export const CustomerPutler = {
  /** At risk. Ordered well, and not lately. Action: Call them. */
  AtRisk: 'AT_RISK',
  /** Champions. Order often, for much, and did so lately. Action: Reward them. */
  Champions: 'CHAMPIONS',
  /** Future loyal customers. Ordered lately, with some orders behind them. Action: Offer the loyalty programme. */
  FutureLoyal: 'FUTURE_LOYAL',
  /** Hibernating. Little, and long ago. Action: Mail with what is new. */
  Hibernating: 'HIBERNATING',
  /** Indispensable. Once among the best, and gone for long. Action: Win them back in person. */
  Indispensable: 'INDISPENSABLE',
  /** Lost. Nothing in the last 24 months. Action: One attempt, then none. */
  Lost: 'LOST',
  /** Loyal. Order well. Action: Ask them for recommendations. */
  Loyal: 'LOYAL',
  /** Need attention. In the middle of everything. Action: An offer with an end. */
  NeedAttention: 'NEED_ATTENTION',
  /** Never ordered. No order yet. Action: Win the first order. */
  NeverOrdered: 'NEVER_ORDERED',
  /** Passive. Below the middle, and getting quiet. Action: Show what other customers like best. */
  Passive: 'PASSIVE',
  /** Promising. Ordered not long ago, and hardly anything before. Action: Make the wholesaler known to them. */
  Promising: 'PROMISING',
  /** Recent customers. Ordered lately, and hardly anything before. Action: Help them to start well. */
  Recent: 'RECENT'
} as const;

export type CustomerPutler = typeof CustomerPutler[keyof typeof CustomerPutler];
/** Customer: the groups of Size by turnover, in their order; a row is in the first that it fits. The largest customers make up 80 % of all turnover, the medium ones the next 15 %, the small ones the rest. */
export const CustomerTurnoverSize = {
  /** Large. The customers who are worth most, up to 80 % of turnover; the one who crosses the mark is one of them. Action: Look after each of them by name. */
  Large: 'LARGE',
  /** Medium. The next ones, up to 95 % of turnover. Action: Grow the best of them. */
  Medium: 'MEDIUM',
  /** Small. All others with turnover. Action: Serve them at low cost. */
  Small: 'SMALL',
  /** Without turnover. No order yet. Action: Win the first order. */
  WithoutTurnover: 'WITHOUT_TURNOVER'
} as const;

export type CustomerTurnoverSize = typeof CustomerTurnoverSize[keyof typeof CustomerTurnoverSize];
export type CustomerRowFragment = { customerId: string | null, customerName: string | null, state: string | null, channelName: string | null, lifetimeValue: `${number}` | null, lifetimeOrders: number | null, daysSinceLastOrder: number | null } & { ' $fragmentName'?: 'CustomerRowFragment' };

export type GroupCustomersQueryVariables = Exact<{
  group: CustomerMosaique;
  asOf: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type GroupCustomersQuery = { customerSegmentation: { groups: Array<{ name: string, title: string, description: string | null, action: string | null }> } | null, customers: { totalCount: number, nodes: Array<(
      { id: string }
      & { ' $fragmentRefs'?: { 'CustomerRowFragment': CustomerRowFragment } }
    )>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } | null };

export type FactsFragment = { customerId: string | null, status: string | null, channelName: string | null, address: string | null, zip: string | null, countyName: string | null, state: string | null, email: string | null, phoneNumber: string | null, lifetimeValue: `${number}` | null, value12m: `${number}` | null, expectedLifetimeValue: number | null, lifetimeOrders: number | null, firstOrderedAt: string | null, daysSinceLastOrder: number | null, favouriteCategory: string | null, favouriteBrand: string | null } & { ' $fragmentName'?: 'FactsFragment' };

export type MembershipsFragment = { mosaique: CustomerMosaique | null, journey: CustomerJourney | null, turnoverSize: CustomerTurnoverSize | null, putler: CustomerPutler | null, barilliance: CustomerBarilliance | null, engagement: CustomerEngagement | null, nps: CustomerNps | null, promotionBuyers: CustomerPromotionBuyers | null } & { ' $fragmentName'?: 'MembershipsFragment' };

export type SegmentationTitlesQueryVariables = Exact<{ [key: string]: never; }>;


export type SegmentationTitlesQuery = { customerSegmentations: Array<{ name: string, title: string, groups: Array<{ name: string, title: string }> }> | null };

export type ProfileQueryVariables = Exact<{
  customerId: string;
  asOf: string;
}>;


export type ProfileQuery = { customer: (
    { id: string, customerName: string | null }
    & { ' $fragmentRefs'?: { 'FactsFragment': FactsFragment;'ScoresFragment': ScoresFragment;'MembershipsFragment': MembershipsFragment } }
  ) | null };

export type ScoresFragment = { recencyScore24m: number | null, frequencyScore24m: number | null, monetaryScore24m: number | null, lifetimeValueDecile: number | null } & { ' $fragmentName'?: 'ScoresFragment' };

export type TimelineQueryVariables = Exact<{
  customerId: string;
  asOf: string;
  after?: string | null | undefined;
}>;


export type TimelineQuery = { customer: { id: string, timeline: { totalCount: number, edges: Array<{ node:
          | { __typename: 'EmailClicked', campaign: string | null, id: string, occurredAt: string | null }
          | { __typename: 'EmailOpened', campaign: string | null, id: string, occurredAt: string | null }
          | { __typename: 'Order', orderNo: string | null, daysToInvoice: number | null, id: string, occurredAt: string | null, slice: { rows: Array<{ orderPlaced: { monetary: `${number}` | null, orderLines: number | null } }> } | null }
          | { __typename: 'OrderInvoiced', id: string, occurredAt: string | null }
          | { __typename: 'OrderPlaced', id: string, occurredAt: string | null }
          | { __typename: 'OrderRejected', orderRejectCode: string | null, orderValue: `${number}` | null, id: string, occurredAt: string | null }
          | { __typename: 'PromotionRedeemed', promotionCode: string | null, discount: `${number}` | null, id: string, occurredAt: string | null }
          | { __typename: 'SiteVisited', page: string | null, id: string, occurredAt: string | null }
          | { __typename: 'SurveyAnswered', answer: number | null, id: string, occurredAt: string | null }
         }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } | null } | null };

export type SegmentRowFragment = { name: string, title: string, description: string | null, count: number, percentage: number | null, averages: { lifetimeValue: number | null, daysSinceLastOrder: number | null } } & { ' $fragmentName'?: 'SegmentRowFragment' };

export type SegmentsQueryVariables = Exact<{
  asOf: string;
}>;


export type SegmentsQuery = { customerSegmentation: { title: string, description: string | null, groups: Array<(
      { name: string }
      & { ' $fragmentRefs'?: { 'SegmentRowFragment': SegmentRowFragment } }
    )> } | null, slice: { rows: Array<{ customer: { mosaique: CustomerMosaique | null }, orderPlaced: { monetary: `${number}` | null } }>, totals: { customer: { countCustomers: number | null, averageLifetimeValue: number | null, averageDaysSinceLastOrder: number | null }, orderPlaced: { monetary: `${number}` | null } } } | null };

export const CustomerRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CustomerRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Customer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customerId"}},{"kind":"Field","name":{"kind":"Name","value":"customerName"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"channelName"}},{"kind":"Field","name":{"kind":"Name","value":"lifetimeValue"}},{"kind":"Field","name":{"kind":"Name","value":"lifetimeOrders"}},{"kind":"Field","name":{"kind":"Name","value":"daysSinceLastOrder"}}]}}]} as unknown as DocumentNode<CustomerRowFragment, unknown>;
export const FactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Facts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Customer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customerId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"channelName"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"zip"}},{"kind":"Field","name":{"kind":"Name","value":"countyName"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"lifetimeValue"}},{"kind":"Field","name":{"kind":"Name","value":"value12m"}},{"kind":"Field","name":{"kind":"Name","value":"expectedLifetimeValue"}},{"kind":"Field","name":{"kind":"Name","value":"lifetimeOrders"}},{"kind":"Field","name":{"kind":"Name","value":"firstOrderedAt"}},{"kind":"Field","name":{"kind":"Name","value":"daysSinceLastOrder"}},{"kind":"Field","name":{"kind":"Name","value":"favouriteCategory"}},{"kind":"Field","name":{"kind":"Name","value":"favouriteBrand"}}]}}]} as unknown as DocumentNode<FactsFragment, unknown>;
export const MembershipsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Memberships"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Customer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mosaique"}},{"kind":"Field","name":{"kind":"Name","value":"journey"}},{"kind":"Field","name":{"kind":"Name","value":"turnoverSize"}},{"kind":"Field","name":{"kind":"Name","value":"putler"}},{"kind":"Field","name":{"kind":"Name","value":"barilliance"}},{"kind":"Field","name":{"kind":"Name","value":"engagement"}},{"kind":"Field","name":{"kind":"Name","value":"nps"}},{"kind":"Field","name":{"kind":"Name","value":"promotionBuyers"}}]}}]} as unknown as DocumentNode<MembershipsFragment, unknown>;
export const ScoresFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scores"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Customer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recencyScore24m"}},{"kind":"Field","name":{"kind":"Name","value":"frequencyScore24m"}},{"kind":"Field","name":{"kind":"Name","value":"monetaryScore24m"}},{"kind":"Field","name":{"kind":"Name","value":"lifetimeValueDecile"}}]}}]} as unknown as DocumentNode<ScoresFragment, unknown>;
export const SegmentRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SegmentRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"percentage"}},{"kind":"Field","name":{"kind":"Name","value":"averages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lifetimeValue"}},{"kind":"Field","name":{"kind":"Name","value":"daysSinceLastOrder"}}]}}]}}]} as unknown as DocumentNode<SegmentRowFragment, unknown>;
export const GroupCustomersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"GroupCustomers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"group"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CustomerMosaique"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TimePoint"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customerSegmentation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"EnumValue","value":"MOSAIQUE"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"action"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"customers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"where"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"mosaique"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"group"}}}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"lifetimeValue"},"value":{"kind":"EnumValue","value":"DESC"}}]}]}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CustomerRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CustomerRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Customer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customerId"}},{"kind":"Field","name":{"kind":"Name","value":"customerName"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"channelName"}},{"kind":"Field","name":{"kind":"Name","value":"lifetimeValue"}},{"kind":"Field","name":{"kind":"Name","value":"lifetimeOrders"}},{"kind":"Field","name":{"kind":"Name","value":"daysSinceLastOrder"}}]}}]} as unknown as DocumentNode<GroupCustomersQuery, GroupCustomersQueryVariables>;
export const SegmentationTitlesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SegmentationTitles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customerSegmentations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}}]}}]} as unknown as DocumentNode<SegmentationTitlesQuery, SegmentationTitlesQueryVariables>;
export const ProfileDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Profile"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"customerId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TimePoint"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"customerId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"customerId"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"customerName"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Facts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Scores"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Memberships"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Facts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Customer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customerId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"channelName"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"zip"}},{"kind":"Field","name":{"kind":"Name","value":"countyName"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"lifetimeValue"}},{"kind":"Field","name":{"kind":"Name","value":"value12m"}},{"kind":"Field","name":{"kind":"Name","value":"expectedLifetimeValue"}},{"kind":"Field","name":{"kind":"Name","value":"lifetimeOrders"}},{"kind":"Field","name":{"kind":"Name","value":"firstOrderedAt"}},{"kind":"Field","name":{"kind":"Name","value":"daysSinceLastOrder"}},{"kind":"Field","name":{"kind":"Name","value":"favouriteCategory"}},{"kind":"Field","name":{"kind":"Name","value":"favouriteBrand"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scores"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Customer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recencyScore24m"}},{"kind":"Field","name":{"kind":"Name","value":"frequencyScore24m"}},{"kind":"Field","name":{"kind":"Name","value":"monetaryScore24m"}},{"kind":"Field","name":{"kind":"Name","value":"lifetimeValueDecile"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Memberships"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Customer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mosaique"}},{"kind":"Field","name":{"kind":"Name","value":"journey"}},{"kind":"Field","name":{"kind":"Name","value":"turnoverSize"}},{"kind":"Field","name":{"kind":"Name","value":"putler"}},{"kind":"Field","name":{"kind":"Name","value":"barilliance"}},{"kind":"Field","name":{"kind":"Name","value":"engagement"}},{"kind":"Field","name":{"kind":"Name","value":"nps"}},{"kind":"Field","name":{"kind":"Name","value":"promotionBuyers"}}]}}]} as unknown as DocumentNode<ProfileQuery, ProfileQueryVariables>;
export const TimelineDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Timeline"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"customerId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TimePoint"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"customerId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"customerId"}}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"timeline"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"activities"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"ORDER"},{"kind":"EnumValue","value":"ORDER_REJECTED"},{"kind":"EnumValue","value":"PROMOTION_REDEEMED"},{"kind":"EnumValue","value":"EMAIL_OPENED"},{"kind":"EnumValue","value":"EMAIL_CLICKED"},{"kind":"EnumValue","value":"SITE_VISITED"},{"kind":"EnumValue","value":"SURVEY_ANSWERED"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderNo"}},{"kind":"Field","name":{"kind":"Name","value":"daysToInvoice"}},{"kind":"Field","name":{"kind":"Name","value":"slice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderPlaced"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monetary"}},{"kind":"Field","name":{"kind":"Name","value":"orderLines"}}]}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrderRejected"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderRejectCode"}},{"kind":"Field","name":{"kind":"Name","value":"orderValue"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PromotionRedeemed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promotionCode"}},{"kind":"Field","name":{"kind":"Name","value":"discount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EmailOpened"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaign"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EmailClicked"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaign"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SiteVisited"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"page"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyAnswered"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"answer"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}}]}}]} as unknown as DocumentNode<TimelineQuery, TimelineQueryVariables>;
export const SegmentsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Segments"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TimePoint"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customerSegmentation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"EnumValue","value":"MOSAIQUE"}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SegmentRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"slice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"customer"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"MOSAIQUE"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"asOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"asOf"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mosaique"}}]}},{"kind":"Field","name":{"kind":"Name","value":"orderPlaced"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monetary"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"countCustomers"}},{"kind":"Field","name":{"kind":"Name","value":"averageLifetimeValue"}},{"kind":"Field","name":{"kind":"Name","value":"averageDaysSinceLastOrder"}}]}},{"kind":"Field","name":{"kind":"Name","value":"orderPlaced"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monetary"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SegmentRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomerGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"percentage"}},{"kind":"Field","name":{"kind":"Name","value":"averages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lifetimeValue"}},{"kind":"Field","name":{"kind":"Name","value":"daysSinceLastOrder"}}]}}]}}]} as unknown as DocumentNode<SegmentsQuery, SegmentsQueryVariables>;