/** Where the program itself lies (the folder of package.json), whether it runs from src or from dist. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

function findRoot(folder: string): string {
  const parent = dirname(folder)
  return existsSync(join(folder, 'package.json')) || parent === folder ? folder : findRoot(parent)
}

export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)))
