/** Serves and builds the page. Its server is reached through a proxy, so that page and answers have one origin, and a token stays out of the page. */
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => {
  // From the environment, or from a file `.env` in the folder where vite was started.
  const { GRAPHQL_SERVER: target = 'http://127.0.0.1:4000', GRAPHQL_TOKEN: token } = loadEnv(mode, '.', 'GRAPHQL_')
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const proxy = { '/graphql': { target, headers, changeOrigin: true } }
  return { base: './', server: { proxy }, preview: { proxy } }
})
