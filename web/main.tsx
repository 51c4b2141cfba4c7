/** The page of the server: GraphiQL with the explorer, asking the GraphQL endpoint beside it. */
import 'graphiql/setup-workers/vite'
import 'graphiql/style.css'
import '@graphiql/plugin-explorer/style.css'
import './page.css'
import './answer/answer.css'
import './saved/saved.css'
import './members/members.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<App />)
