/** The YAML of a Lens, wherever it stands in the file; places are those of the file. */
import { expect, test } from 'vitest'
import { imported, refused, told } from './imported.ts'

const lens = `name: shop
entities:
  - name: customer
    sql: { query: select * from customers }
    fields:
      - { name: customer_id, type: string, primary: true, colour: red }
      - { name: state, type: string }`

const indented = (text: string, by: string) => text.replaceAll(/^/gm, by)

/** The unknown key `colour` says where the YAML was found. */
const at = (line: number, column: number) =>
  `${line}:${column}  Field \`customer.customer_id\` is left out: nothing in the model language stands for \`colour\`.`

test.each([
  ['the file itself', `${lens}\n`, at(6, 59)],
  ['with a byte order mark and line ends of Windows', `\uFEFF${lens.replaceAll('\n', '\r\n')}\r\n`, at(6, 59)],
  ['a fenced block between paragraphs', `# Our Lens\n\nSome words: many.\n\n\`\`\`yaml\n${lens}\n\`\`\`\n\nMore words.\n`, at(11, 59)],
  ['the fenced block that has entities', `\`\`\`sh\nls\n\`\`\`\n~~~\n${lens}\n~~~\n`, at(10, 59)],
  ['a block indented by four spaces', `Our Lens:\n\n${indented(lens, '    ')}\n\nMore words.\n`, at(8, 63)],
  ['plain lines between prose', `Customer: many words\norder 1:N customer, many words\n${lens}\n\nWe answer: many questions.\n`, at(8, 59)],
  ['below another key', `type: lens\nlens:\n${indented(lens, '  ')}\n`, at(8, 61)],
  ['keys after the entities', `Words.\n${lens}\nowner: me\ntags: [a]\nThe end.\n`, at(7, 59)],
])('%s', async (_, text, place) => {
  const model = await imported(text, 'page.md')
  expect(model).toMatchObject({ name: 'shop', entities: 1, dimensions: 1 })
  expect(told(model.leftOut)).toEqual([place])
})

test('a Lens without a name takes that of its file', async () => {
  const model = await imported(lens.replace('name: shop\n', ''), 'lenses/Corner Shop.yaml')
  expect(model.name).toBe('corner_shop')
  expect(model.files[0]?.text).toBe('version: 1\nmodel: corner_shop # the Lens has no name; this is that of its file\n')
})

test.each([
  [
    'words',
    'notes.txt',
    'Nothing here.\nentities are many.\n',
    'NO_LENS\n  No Lens in `notes.txt`: no line in it begins with `entities:`.',
  ],
  ['an empty file', 'lens.yml', '', 'NO_LENS\n  No Lens in `lens.yml`: no line in it begins with `entities:`.'],
  [
    'YAML of something else',
    'a.yml',
    'name: x\nversion: 1\n',
    'a.yml:1:1  NO_LENS\n  No Lens in `a.yml`: it has no `entities`.\n      1 | name: x\n        | ^^^^',
  ],
  [
    'a Lens 2',
    'a.yml',
    'tables:\n  - name: customer\n',
    'a.yml:1:1  NO_LENS\n  No Lens in `a.yml`: it has `tables` where a Lens has `entities`; models of Lens 2 are not read.\n      1 | tables:\n        | ^^^^^^',
  ],
  [
    'several',
    'page.md',
    `\`\`\`\n${lens}\n\`\`\`\n\n\`\`\`\n${lens}\n\`\`\`\n`,
    'page.md:12:1  NO_LENS\n  No Lens in `page.md`: there are several, and a model is made of one.\n     12 | name: shop\n        | ^',
  ],
  [
    'YAML with a mistake',
    'a.yml',
    'name: x\nentities:\n\t- name: a\n',
    'a.yml:3:1  MODEL_SYNTAX\n  Not valid YAML: a tab indents this line; YAML is indented with spaces.\n      3 | \t- name: a\n        | ^',
  ],
  [
    'a mistake inside a page, at its place',
    'page.md',
    'Words.\n\n```\nname: x\nentities:\n  - name: "a\n```\n',
    'page.md:6:13  MODEL_SYNTAX\n  Not valid YAML: a quote is opened and not closed.\n      6 |   - name: "a\n        |             ^',
  ],
  [
    'entities that are no list',
    'a.yml',
    'name: x\nentities: { customer: 1 }\n',
    'a.yml:2:13  WRONG_TYPE\n  `entities` of the Lens `x` takes a list of entities, not a mapping.\n      2 | entities: { customer: 1 }\n        |             ^^^^^^^^',
  ],
  ['no entity', 'a.yml', 'name: x\nentities: []\n', 'NO_LENS\n  No Lens in `a.yml`: no entity of it can be translated.'],
])('refused: %s', async (_, name, text, message) => {
  expect(await refused(text, name)).toBe(message)
})
