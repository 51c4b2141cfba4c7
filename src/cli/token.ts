/** `tessera token`: makes an access token. It is printed once and kept nowhere; what the server is given is its hash. */
import { type Command, InvalidArgumentError } from 'commander'
import { entryOf, makeToken, sha256Of, tokenName, tokenNameExpected } from '../server/access-tokens.ts'
import { note, print, type Terminal } from './terminal.ts'

interface TokenOptions {
  readonly json?: true
}

export function addToken(program: Command, terminal: Terminal): void {
  program
    .command('token')
    .description('make an access token, and the entry of TESSERA_TOKENS that lets its holder ask')
    .argument('<name>', 'who will hold it; log lines carry the name', readName)
    .option('--json', 'print { name, token, entry } as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tessera token power-bi\n  tessera token sheets --json\n  TESSERA_TOKENS=power-bi:sha256:<hash>,sheets:sha256:<hash> HOST=0.0.0.0 tessera serve\n',
    )
    .action((name: string, { json }: TokenOptions) => {
      const token = makeToken()
      const entry = entryOf({ name, sha256: sha256Of(token) })
      if (json) {
        print(terminal, JSON.stringify({ name, token, entry }, undefined, 2))
        return
      }
      print(terminal, `Token:  ${token}\nEntry:  ${entry}`)
      note(
        terminal,
        'The token is for its holder and is not shown again. The entry goes into TESSERA_TOKENS, after a comma where others are there.',
      )
    })
}

function readName(text: string): string {
  if (!tokenName.test(text)) throw new InvalidArgumentError(`Expected: ${tokenNameExpected}.`)
  return text
}
