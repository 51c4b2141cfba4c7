/** GraphQL documents that a server knows beforehand, saved or trusted, and what a change of the schema does to those it does not know. */
import { closestText, define } from './define-code.ts'

export const documentCodes = {
  SAVED_QUERY_NAME: define<{ name: string; closest?: string }>({
    meaning: 'A file of `queries/` has a name that cannot be a part of a URL as it is: small letters, digits and `-`, then `.graphql`.',
    message: ({ name, closest }) =>
      `\`${name}\` is no name of a saved query: it begins with a small letter or a digit, goes on with these and \`-\`, and ends with \`.graphql\`.${closestText(closest)}`,
    example: { name: 'Top Customers.graphql', closest: 'top-customers.graphql' },
  }),
  SAVED_QUERY_OPERATION: define<{ problem: string }>({
    meaning: 'A file of `queries/` is not one query: it has several operations, none, or one that is no query.',
    message: ({ problem }) => `A saved query is one operation, a query; ${problem}.`,
    example: { problem: 'this file has 2 operations, `One` and `Two`' },
  }),

  TRUSTED_DOCUMENTS_UNREADABLE: define<{ path: string; problem: string }>({
    meaning:
      '`TESSERA_DOCUMENTS` names what cannot be read: no folder of `*.graphql` files, no JSON object of ids and documents as relay-compiler and GraphQL Code Generator write it.',
    message: ({ path, problem }) => `\`TESSERA_DOCUMENTS\` names \`${path}\`: ${problem}.`,
    example: { path: 'persisted.json', problem: 'there is no such file or folder' },
  }),
  TRUSTED_DOCUMENT_ID: define<{ id: string; hash: string }>({
    meaning:
      'The id of a document in the file of `TESSERA_DOCUMENTS` is not the SHA-256 of its text: the text was changed, or the file was written with another algorithm.',
    message: ({ id, hash }) =>
      `\`${id}\` is not the id of its document: the SHA-256 of the text is \`${hash}\`. relay-compiler and GraphQL Code Generator write it with the algorithm SHA-256.`,
    example: { id: '0d4…', hash: 'f29…' },
  }),
  PERSISTED_DOCUMENT_NOT_FOUND: define<{ id: string }>({
    meaning: 'A request names a document by its id, and no saved query and no document of `TESSERA_DOCUMENTS` has it (HTTP 404).',
    message: ({ id }) => `No document has the id \`${id}\`.`,
    example: { id: 'sha256:0d4…' },
  }),
  UNTRUSTED_DOCUMENT: define<Record<never, never>>({
    meaning: 'With `TESSERA_TRUSTED_ONLY` only saved queries and the documents of `TESSERA_DOCUMENTS` are answered (HTTP 403).',
    message: () => 'Only documents that this server knows beforehand are answered, and this one is none of them.',
    example: {},
  }),

  SCHEMA_FILE_INVALID: define<{ problem: string }>({
    meaning: 'The file that the schema is compared with is well-formed GraphQL and no schema.',
    message: ({ problem }) => `This is no schema: ${problem}`,
    example: { problem: 'Unknown type "Custommer".' },
  }),
  BREAKING_CHANGE: define<SchemaChange>({
    meaning:
      'The schema is no longer what the file says, and requests that were right fail or mean something else: `tessera check` ends with exit code 1 until the file is written anew. A `deprecated` in the model warns clients before something goes.',
    message: ({ change, file }) => `${change} ${clientsBreak} ${accept(file)}`,
    example: { coordinate: 'Customer.state', change: 'Customer.state was removed.', file: 'schema.graphql' },
  }),
  DANGEROUS_CHANGE: define<SchemaChange>({
    meaning: 'The schema is no longer what the file says; requests stay right, and clients may be answered what they do not expect.',
    message: ({ change, file }) => `${change} Clients may get what they do not expect. ${accept(file)}`,
    example: { coordinate: 'CustomerMosaique.NEW', change: 'NEW was added to enum type CustomerMosaique.', file: 'schema.graphql' },
  }),
  SCHEMA_FILE_OUTDATED: define<{ file: string }>({
    meaning: 'The schema is no longer what the file says, and nothing that clients have is touched.',
    message: ({ file }) => `\`${file}\` is out of date, and no client is touched. \`tessera schema > ${file}\` writes it anew.`,
    example: { file: 'schema.graphql' },
  }),
} as const

/** `coordinate`: of the element, as in the GraphQL specification; `change`: a sentence; `file`: what the schema was compared with. */
interface SchemaChange {
  readonly coordinate: string
  readonly change: string
  readonly file: string
}

const clientsBreak = 'Clients that use it break.'

function accept(file: string): string {
  return `\`tessera schema > ${file}\` accepts it.`
}
