/** The seal of every test: deriving its keys takes time, so it is made once. */
import { createSeal } from '../../src/resolvers/seal.ts'

export const testSeal = createSeal('the secret of every test')
