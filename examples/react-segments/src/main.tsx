import './style.css'
import { ApolloProvider } from '@apollo/client/react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createClient } from './client.ts'

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <ApolloProvider client={createClient()}>
      <App />
    </ApolloProvider>,
  )
}
