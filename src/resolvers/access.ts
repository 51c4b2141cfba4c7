/**
 * Who asks, and what they may see. Everything that depends on the person who asks, and not on the question, is decided once, at the edge,
 * and reaches resolvers as this one value: roles and the policies of rows and columns belong here when they come.
 */
export interface Access {
  /** Of the access token; absent where nobody had to show one. */
  readonly name?: string
  /** What turns at the database are taken by: questions with one key wait for each other. */
  readonly key: string
  /** Whether they may read the SQL of their answers. */
  readonly showSql: boolean
}

/** Of whoever runs the program in their own process: they hold the model and the database anyway. */
export const operatorAccess: Access = { key: 'operator', showSql: true }
