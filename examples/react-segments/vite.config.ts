/** Serves and builds the page. Its server is reached through a proxy, so that page and answers have one origin. */
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => {
  // From the environment, or from a file `.env` in the folder where vite was started.
  const { GRAPHQL_SERVER = 'http://127.0.0.1:4000' } = loadEnv(mode, '.', 'GRAPHQL_')
  const proxy = { '/graphql': { target: GRAPHQL_SERVER, changeOrigin: true } }
  return { base: './', server: { proxy }, preview: { proxy } }
})
