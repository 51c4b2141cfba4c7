/** `tessera token`: what it prints is what the server takes, and no two tokens are equal. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/server/config.ts'
import { tessera } from './command.ts'

interface Made {
  readonly name: string
  readonly token: string
  readonly entry: string
}

async function made(name: string): Promise<Made> {
  const { code, stdout, stderr } = await tessera(['token', name, '--json'])
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

test('token prints a token and its entry, on lines of their own', async () => {
  const { code, stdout, stderr } = await tessera(['token', 'power-bi'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Token: {2}tsr_[\w-]{43}\nEntry: {2}power-bi:sha256:[0-9a-f]{64}\n$/)
  expect(stderr).toBe(
    'The token is for its holder and is not shown again. The entry goes into TESSERA_TOKENS, after a comma where others are there.\n',
  )
})

test('the entry holds the hash of the token and not the token', async () => {
  const { name, token, entry } = await made('sheets_2026.1')
  expect(name).toBe('sheets_2026.1')
  expect(Buffer.from(token.slice('tsr_'.length), 'base64url')).toHaveLength(32)
  expect(entry).toBe(`sheets_2026.1:sha256:${createHash('sha256').update(token).digest('hex')}`)
})

test('two tokens of one name differ', async () => {
  expect((await made('bi')).token).not.toBe((await made('bi')).token)
})

test('entries are what TESSERA_TOKENS takes', async () => {
  const [first, second] = [await made('old'), await made('new')]
  const config = readConfig({ TESSERA_TOKENS: `${first.entry}, ${second.entry}` }, { cwd: '/' })
  expect(config.ok && config.value.tokens.map(({ name }) => name)).toEqual(['old', 'new'])
})

test('a name that could not stand in a log line is wrong usage', async () => {
  for (const name of ['', 'power bi', 'a:b', 'a,b', '-', 'ü', '\u001b[31m', 'x'.repeat(65)]) {
    expect(await tessera(['token', '--', name])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: command-argument value '${name}' is invalid for argument 'name'. Expected: up to 64 letters, digits, \`.\`, \`_\` and \`-\`, beginning with a letter or a digit.\n`,
    })
  }
})

test('without a name: wrong usage', async () => {
  expect(await tessera(['token'])).toEqual({ code: 2, stdout: '', stderr: "error: missing required argument 'name'\n" })
})

test('token --help has an example', async () => {
  const { code, stdout } = await tessera(['token', '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('Usage: tessera token [options] <name>')
  expect(stdout).toContain('\nExamples:\n  tessera token power-bi\n')
})
