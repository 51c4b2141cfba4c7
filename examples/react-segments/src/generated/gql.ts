/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment CustomerRow on Customer {\n    customerId\n    customerName\n    state\n    channelName\n    lifetimeValue\n    lifetimeOrders\n    daysSinceLastOrder\n  }\n": typeof types.CustomerRowFragmentDoc,
    "\n  query GroupCustomers(\n    $group: CustomerMosaique!\n    $asOf: TimePoint!\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    # Of no date: what a group is called is always the same. A segmentation has no id, so with a date the cache would put it in place of the one with sizes.\n    customerSegmentation(name: MOSAIQUE) {\n      groups {\n        name\n        title\n        description\n        action\n      }\n    }\n    customers(\n      where: { mosaique: { eq: $group } }\n      orderBy: [{ lifetimeValue: DESC }]\n      asOf: $asOf\n      first: $first\n      after: $after\n      last: $last\n      before: $before\n    ) {\n      totalCount\n      nodes {\n        id\n        ...CustomerRow\n      }\n      pageInfo {\n        startCursor\n        endCursor\n        hasNextPage\n        hasPreviousPage\n      }\n    }\n  }\n": typeof types.GroupCustomersDocument,
    "\n  fragment Facts on Customer {\n    customerId\n    status\n    channelName\n    address\n    zip\n    countyName\n    state\n    email\n    phoneNumber\n    lifetimeValue\n    value12m\n    expectedLifetimeValue\n    lifetimeOrders\n    firstOrderedAt\n    daysSinceLastOrder\n    favouriteCategory\n    favouriteBrand\n  }\n": typeof types.FactsFragmentDoc,
    "\n  fragment Memberships on Customer {\n    mosaique\n    journey\n    turnoverSize\n    putler\n    barilliance\n    engagement\n    nps\n    promotionBuyers\n  }\n": typeof types.MembershipsFragmentDoc,
    "\n  query SegmentationTitles {\n    customerSegmentations {\n      name\n      title\n      groups {\n        name\n        title\n      }\n    }\n  }\n": typeof types.SegmentationTitlesDocument,
    "\n  query Profile($customerId: String!, $asOf: TimePoint!) {\n    customer(customerId: $customerId, asOf: $asOf) {\n      id\n      customerName\n      ...Facts\n      ...Scores\n      ...Memberships\n    }\n  }\n": typeof types.ProfileDocument,
    "\n  fragment Scores on Customer {\n    recencyScore24m\n    frequencyScore24m\n    monetaryScore24m\n    lifetimeValueDecile\n  }\n": typeof types.ScoresFragmentDoc,
    "\n  query Timeline($customerId: String!, $asOf: TimePoint!, $after: String) {\n    customer(customerId: $customerId, asOf: $asOf) {\n      id\n      timeline(\n        first: 20\n        after: $after\n        activities: [ORDER, ORDER_REJECTED, PROMOTION_REDEEMED, EMAIL_OPENED, EMAIL_CLICKED, SITE_VISITED, SURVEY_ANSWERED]\n      ) {\n        totalCount\n        edges {\n          node {\n            __typename\n            id\n            occurredAt\n            ... on Order {\n              orderNo\n              daysToInvoice\n              slice(by: {}) {\n                rows {\n                  orderPlaced { monetary orderLines }\n                }\n              }\n            }\n            ... on OrderRejected { orderRejectCode orderValue }\n            ... on PromotionRedeemed { promotionCode discount }\n            ... on EmailOpened { campaign }\n            ... on EmailClicked { campaign }\n            ... on SiteVisited { page }\n            ... on SurveyAnswered { answer }\n          }\n        }\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n      }\n    }\n  }\n": typeof types.TimelineDocument,
    "\n  fragment SegmentRow on CustomerGroup {\n    name\n    title\n    description\n    count\n    percentage\n    averages {\n      lifetimeValue\n      daysSinceLastOrder\n    }\n  }\n": typeof types.SegmentRowFragmentDoc,
    "\n  query Segments($asOf: TimePoint!) {\n    customerSegmentation(name: MOSAIQUE, asOf: $asOf) {\n      title\n      description\n      groups {\n        name\n        ...SegmentRow\n      }\n    }\n    slice(by: { customer: [MOSAIQUE] }, asOf: $asOf) {\n      rows {\n        customer { mosaique }\n        orderPlaced { monetary }\n      }\n      totals {\n        customer { countCustomers averageLifetimeValue averageDaysSinceLastOrder }\n        orderPlaced { monetary }\n      }\n    }\n  }\n": typeof types.SegmentsDocument,
};
const documents: Documents = {
    "\n  fragment CustomerRow on Customer {\n    customerId\n    customerName\n    state\n    channelName\n    lifetimeValue\n    lifetimeOrders\n    daysSinceLastOrder\n  }\n": types.CustomerRowFragmentDoc,
    "\n  query GroupCustomers(\n    $group: CustomerMosaique!\n    $asOf: TimePoint!\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    # Of no date: what a group is called is always the same. A segmentation has no id, so with a date the cache would put it in place of the one with sizes.\n    customerSegmentation(name: MOSAIQUE) {\n      groups {\n        name\n        title\n        description\n        action\n      }\n    }\n    customers(\n      where: { mosaique: { eq: $group } }\n      orderBy: [{ lifetimeValue: DESC }]\n      asOf: $asOf\n      first: $first\n      after: $after\n      last: $last\n      before: $before\n    ) {\n      totalCount\n      nodes {\n        id\n        ...CustomerRow\n      }\n      pageInfo {\n        startCursor\n        endCursor\n        hasNextPage\n        hasPreviousPage\n      }\n    }\n  }\n": types.GroupCustomersDocument,
    "\n  fragment Facts on Customer {\n    customerId\n    status\n    channelName\n    address\n    zip\n    countyName\n    state\n    email\n    phoneNumber\n    lifetimeValue\n    value12m\n    expectedLifetimeValue\n    lifetimeOrders\n    firstOrderedAt\n    daysSinceLastOrder\n    favouriteCategory\n    favouriteBrand\n  }\n": types.FactsFragmentDoc,
    "\n  fragment Memberships on Customer {\n    mosaique\n    journey\n    turnoverSize\n    putler\n    barilliance\n    engagement\n    nps\n    promotionBuyers\n  }\n": types.MembershipsFragmentDoc,
    "\n  query SegmentationTitles {\n    customerSegmentations {\n      name\n      title\n      groups {\n        name\n        title\n      }\n    }\n  }\n": types.SegmentationTitlesDocument,
    "\n  query Profile($customerId: String!, $asOf: TimePoint!) {\n    customer(customerId: $customerId, asOf: $asOf) {\n      id\n      customerName\n      ...Facts\n      ...Scores\n      ...Memberships\n    }\n  }\n": types.ProfileDocument,
    "\n  fragment Scores on Customer {\n    recencyScore24m\n    frequencyScore24m\n    monetaryScore24m\n    lifetimeValueDecile\n  }\n": types.ScoresFragmentDoc,
    "\n  query Timeline($customerId: String!, $asOf: TimePoint!, $after: String) {\n    customer(customerId: $customerId, asOf: $asOf) {\n      id\n      timeline(\n        first: 20\n        after: $after\n        activities: [ORDER, ORDER_REJECTED, PROMOTION_REDEEMED, EMAIL_OPENED, EMAIL_CLICKED, SITE_VISITED, SURVEY_ANSWERED]\n      ) {\n        totalCount\n        edges {\n          node {\n            __typename\n            id\n            occurredAt\n            ... on Order {\n              orderNo\n              daysToInvoice\n              slice(by: {}) {\n                rows {\n                  orderPlaced { monetary orderLines }\n                }\n              }\n            }\n            ... on OrderRejected { orderRejectCode orderValue }\n            ... on PromotionRedeemed { promotionCode discount }\n            ... on EmailOpened { campaign }\n            ... on EmailClicked { campaign }\n            ... on SiteVisited { page }\n            ... on SurveyAnswered { answer }\n          }\n        }\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n      }\n    }\n  }\n": types.TimelineDocument,
    "\n  fragment SegmentRow on CustomerGroup {\n    name\n    title\n    description\n    count\n    percentage\n    averages {\n      lifetimeValue\n      daysSinceLastOrder\n    }\n  }\n": types.SegmentRowFragmentDoc,
    "\n  query Segments($asOf: TimePoint!) {\n    customerSegmentation(name: MOSAIQUE, asOf: $asOf) {\n      title\n      description\n      groups {\n        name\n        ...SegmentRow\n      }\n    }\n    slice(by: { customer: [MOSAIQUE] }, asOf: $asOf) {\n      rows {\n        customer { mosaique }\n        orderPlaced { monetary }\n      }\n      totals {\n        customer { countCustomers averageLifetimeValue averageDaysSinceLastOrder }\n        orderPlaced { monetary }\n      }\n    }\n  }\n": types.SegmentsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CustomerRow on Customer {\n    customerId\n    customerName\n    state\n    channelName\n    lifetimeValue\n    lifetimeOrders\n    daysSinceLastOrder\n  }\n"): (typeof documents)["\n  fragment CustomerRow on Customer {\n    customerId\n    customerName\n    state\n    channelName\n    lifetimeValue\n    lifetimeOrders\n    daysSinceLastOrder\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query GroupCustomers(\n    $group: CustomerMosaique!\n    $asOf: TimePoint!\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    # Of no date: what a group is called is always the same. A segmentation has no id, so with a date the cache would put it in place of the one with sizes.\n    customerSegmentation(name: MOSAIQUE) {\n      groups {\n        name\n        title\n        description\n        action\n      }\n    }\n    customers(\n      where: { mosaique: { eq: $group } }\n      orderBy: [{ lifetimeValue: DESC }]\n      asOf: $asOf\n      first: $first\n      after: $after\n      last: $last\n      before: $before\n    ) {\n      totalCount\n      nodes {\n        id\n        ...CustomerRow\n      }\n      pageInfo {\n        startCursor\n        endCursor\n        hasNextPage\n        hasPreviousPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query GroupCustomers(\n    $group: CustomerMosaique!\n    $asOf: TimePoint!\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    # Of no date: what a group is called is always the same. A segmentation has no id, so with a date the cache would put it in place of the one with sizes.\n    customerSegmentation(name: MOSAIQUE) {\n      groups {\n        name\n        title\n        description\n        action\n      }\n    }\n    customers(\n      where: { mosaique: { eq: $group } }\n      orderBy: [{ lifetimeValue: DESC }]\n      asOf: $asOf\n      first: $first\n      after: $after\n      last: $last\n      before: $before\n    ) {\n      totalCount\n      nodes {\n        id\n        ...CustomerRow\n      }\n      pageInfo {\n        startCursor\n        endCursor\n        hasNextPage\n        hasPreviousPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Facts on Customer {\n    customerId\n    status\n    channelName\n    address\n    zip\n    countyName\n    state\n    email\n    phoneNumber\n    lifetimeValue\n    value12m\n    expectedLifetimeValue\n    lifetimeOrders\n    firstOrderedAt\n    daysSinceLastOrder\n    favouriteCategory\n    favouriteBrand\n  }\n"): (typeof documents)["\n  fragment Facts on Customer {\n    customerId\n    status\n    channelName\n    address\n    zip\n    countyName\n    state\n    email\n    phoneNumber\n    lifetimeValue\n    value12m\n    expectedLifetimeValue\n    lifetimeOrders\n    firstOrderedAt\n    daysSinceLastOrder\n    favouriteCategory\n    favouriteBrand\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Memberships on Customer {\n    mosaique\n    journey\n    turnoverSize\n    putler\n    barilliance\n    engagement\n    nps\n    promotionBuyers\n  }\n"): (typeof documents)["\n  fragment Memberships on Customer {\n    mosaique\n    journey\n    turnoverSize\n    putler\n    barilliance\n    engagement\n    nps\n    promotionBuyers\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SegmentationTitles {\n    customerSegmentations {\n      name\n      title\n      groups {\n        name\n        title\n      }\n    }\n  }\n"): (typeof documents)["\n  query SegmentationTitles {\n    customerSegmentations {\n      name\n      title\n      groups {\n        name\n        title\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Profile($customerId: String!, $asOf: TimePoint!) {\n    customer(customerId: $customerId, asOf: $asOf) {\n      id\n      customerName\n      ...Facts\n      ...Scores\n      ...Memberships\n    }\n  }\n"): (typeof documents)["\n  query Profile($customerId: String!, $asOf: TimePoint!) {\n    customer(customerId: $customerId, asOf: $asOf) {\n      id\n      customerName\n      ...Facts\n      ...Scores\n      ...Memberships\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Scores on Customer {\n    recencyScore24m\n    frequencyScore24m\n    monetaryScore24m\n    lifetimeValueDecile\n  }\n"): (typeof documents)["\n  fragment Scores on Customer {\n    recencyScore24m\n    frequencyScore24m\n    monetaryScore24m\n    lifetimeValueDecile\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Timeline($customerId: String!, $asOf: TimePoint!, $after: String) {\n    customer(customerId: $customerId, asOf: $asOf) {\n      id\n      timeline(\n        first: 20\n        after: $after\n        activities: [ORDER, ORDER_REJECTED, PROMOTION_REDEEMED, EMAIL_OPENED, EMAIL_CLICKED, SITE_VISITED, SURVEY_ANSWERED]\n      ) {\n        totalCount\n        edges {\n          node {\n            __typename\n            id\n            occurredAt\n            ... on Order {\n              orderNo\n              daysToInvoice\n              slice(by: {}) {\n                rows {\n                  orderPlaced { monetary orderLines }\n                }\n              }\n            }\n            ... on OrderRejected { orderRejectCode orderValue }\n            ... on PromotionRedeemed { promotionCode discount }\n            ... on EmailOpened { campaign }\n            ... on EmailClicked { campaign }\n            ... on SiteVisited { page }\n            ... on SurveyAnswered { answer }\n          }\n        }\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Timeline($customerId: String!, $asOf: TimePoint!, $after: String) {\n    customer(customerId: $customerId, asOf: $asOf) {\n      id\n      timeline(\n        first: 20\n        after: $after\n        activities: [ORDER, ORDER_REJECTED, PROMOTION_REDEEMED, EMAIL_OPENED, EMAIL_CLICKED, SITE_VISITED, SURVEY_ANSWERED]\n      ) {\n        totalCount\n        edges {\n          node {\n            __typename\n            id\n            occurredAt\n            ... on Order {\n              orderNo\n              daysToInvoice\n              slice(by: {}) {\n                rows {\n                  orderPlaced { monetary orderLines }\n                }\n              }\n            }\n            ... on OrderRejected { orderRejectCode orderValue }\n            ... on PromotionRedeemed { promotionCode discount }\n            ... on EmailOpened { campaign }\n            ... on EmailClicked { campaign }\n            ... on SiteVisited { page }\n            ... on SurveyAnswered { answer }\n          }\n        }\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SegmentRow on CustomerGroup {\n    name\n    title\n    description\n    count\n    percentage\n    averages {\n      lifetimeValue\n      daysSinceLastOrder\n    }\n  }\n"): (typeof documents)["\n  fragment SegmentRow on CustomerGroup {\n    name\n    title\n    description\n    count\n    percentage\n    averages {\n      lifetimeValue\n      daysSinceLastOrder\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Segments($asOf: TimePoint!) {\n    customerSegmentation(name: MOSAIQUE, asOf: $asOf) {\n      title\n      description\n      groups {\n        name\n        ...SegmentRow\n      }\n    }\n    slice(by: { customer: [MOSAIQUE] }, asOf: $asOf) {\n      rows {\n        customer { mosaique }\n        orderPlaced { monetary }\n      }\n      totals {\n        customer { countCustomers averageLifetimeValue averageDaysSinceLastOrder }\n        orderPlaced { monetary }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Segments($asOf: TimePoint!) {\n    customerSegmentation(name: MOSAIQUE, asOf: $asOf) {\n      title\n      description\n      groups {\n        name\n        ...SegmentRow\n      }\n    }\n    slice(by: { customer: [MOSAIQUE] }, asOf: $asOf) {\n      rows {\n        customer { mosaique }\n        orderPlaced { monetary }\n      }\n      totals {\n        customer { countCustomers averageLifetimeValue averageDaysSinceLastOrder }\n        orderPlaced { monetary }\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;