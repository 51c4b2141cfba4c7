/*
 * node in-zone.mjs <database url> ...
 * Prints, as JSON, the minutes that this process's zone is west of UTC in January, and the answers of zone-answers.ts from each database.
 */
import path from 'node:path'
import { createServer } from 'vite'

const server = await createServer({
  configFile: false,
  root: import.meta.dirname,
  logLevel: 'error',
  server: { middlewareMode: true, ws: false },
  optimizeDeps: { noDiscovery: true },
})
const { answers } = await server.ssrLoadModule(path.join(import.meta.dirname, 'zone-answers.ts'))
const answered = []
for (const url of process.argv.slice(2)) answered.push(await answers(url))
process.stdout.write(JSON.stringify({ minutesWest: new Date(2024, 0, 15).getTimezoneOffset(), answered }))
await server.close()
