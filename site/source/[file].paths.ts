import { linkedSources } from '../sources.ts'

export default {
  paths: () => linkedSources().map(({ file, markdown }) => ({ params: { file }, content: markdown })),
}
