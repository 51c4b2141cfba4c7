/** Apps Script files use Google's services as Google's types have them, and the manifests say what the scripts use. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { folderWith } from '../../support/folders.ts'

const compiler = path.resolve('node_modules/typescript/bin/tsc')

async function complaints(project: string): Promise<string> {
  const run = promisify(execFile)(process.execPath, [compiler, '-p', project])
  return run.then(
    ({ stdout }) => stdout,
    ({ stdout }: { readonly stdout: string }) => stdout,
  )
}

describe.each(['google-sheets', 'looker-studio'])('%s', (name) => {
  const folder = path.resolve('connectors', name)

  test('is right by the types of Google', async () => {
    expect(await complaints(folder)).toBe('')
  })

  test('would be found wrong', async () => {
    const code = readFileSync(path.join(folder, 'Code.js'), 'utf8')
    const config = { extends: path.join(folder, 'tsconfig.json'), include: ['Code.js'] }
    const wrong = folderWith({
      'Code.js': code.replaceAll('UrlFetchApp.fetch(', 'UrlFetchApp.get('),
      'tsconfig.json': JSON.stringify(config),
    })
    expect(await complaints(wrong)).toContain("Property 'get' does not exist on type 'UrlFetchApp'")
  })

  test('asks for the network, and for nothing of the user beside the file it is in', () => {
    const { oauthScopes, runtimeVersion } = JSON.parse(readFileSync(path.join(folder, 'appsscript.json'), 'utf8'))
    expect(runtimeVersion).toBe('V8')
    expect(oauthScopes).toContain('https://www.googleapis.com/auth/script.external_request')
    const ofTheFile = ['script.external_request', 'spreadsheets.currentonly', 'script.container.ui']
    expect(oauthScopes.every((scope: string) => ofTheFile.some((known) => scope.endsWith(`/${known}`)))).toBe(true)
  })
})
