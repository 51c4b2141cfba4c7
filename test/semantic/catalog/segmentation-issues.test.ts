/** Every mistake of `segmentations[]`: place, code and full text. */
import { describe, expect, test } from 'vitest'
import { issuesWith } from './grouping-story.ts'

/** The one that a declaration with these issues has: columns are those of the declaration. */
const issues = (declaration: string) => issuesWith('segmentations', declaration)

/** Columns count from where the text stands in its line. */
function at(declaration: string, text: string): number {
  return 9 + declaration.indexOf(text)
}

describe('keys and groups', () => {
  const gold = '{ name: gold, when: "${vip}" }'
  test.each<[declaration: string, ...issues: (readonly [place: string, rest: string])[]]>([
    [`{ name: s, groups: [${gold}], otherwise: rest }`],
    [`{ name: s, groups: [${gold}], otherwise: { name: rest, title: The rest, description: All others, action: Nothing } }`],
    ['{ name: s, groups: [{ name: a1, when: "${vip}" }, { name: a_1, when: "not ${vip}" }], otherwise: rest }'],
    [`{ name: s, groups: [${gold}] }`, ['s,', 'MISSING_KEY Segmentation `s` has no `otherwise`.']],
    ['{ name: s, otherwise: rest }', ['s,', 'MISSING_KEY Segmentation `s` has no `groups`.']],
    [
      '{ name: s, groups: [], otherwise: rest }',
      ['[]', 'WRONG_TYPE `groups` of segmentation `s` takes a list of at least one, not an empty list.'],
    ],
    [
      `{ name: s, groups: [${gold}, { name: gold , when: "1 = 1" }], otherwise: rest }`,
      ['gold ,', 'NAME_CLASH Group `gold` clashes with group `gold` at model.yml:28:37. Rename one of them.'],
    ],
    [
      `{ name: s, groups: [${gold}], otherwise: gold }`,
      ['gold }', 'NAME_CLASH Group `gold` clashes with group `gold` at model.yml:28:37. Rename one of them.'],
    ],
    [
      `{ name: s, groups: [${gold}], otherwise: { name: gold, title: Others } }`,
      ['gold, title', 'NAME_CLASH Group `gold` clashes with group `gold` at model.yml:28:37. Rename one of them.'],
    ],
    [`{ name: s, groups: [${gold}], otherwise: { title: Others } }`, ['title', 'MISSING_KEY `otherwise` of a segmentation has no `name`.']],
    [
      `{ name: s, groups: [${gold}], otherwise: { name: rest, pattern: XX } }`,
      [
        'pattern',
        'UNKNOWN_KEY Unknown key `pattern` in `otherwise` of a segmentation `rest`. Known keys: name, title, description, action.',
      ],
    ],
    [
      `{ name: s, groups: [${gold}], otherwise: [rest] }`,
      ['[rest]', 'WRONG_TYPE `otherwise` of segmentation `s` takes a name, not a list.'],
    ],
    [
      '{ name: s, scores: [r], groups: [{ name: a, when: "${vip}", pattern: "5" }], otherwise: rest }',
      ['pattern', 'CONFLICTING_KEYS Group `a` has both `when` and `pattern`. Exactly one of `when` and `pattern` is needed.'],
    ],
    ['{ name: s, groups: [{ name: a }], otherwise: rest }', ['a }', 'MISSING_KEY Group `a` has no `when` or `pattern`.']],
    [
      '{ name: s, groups: [{ name: a, when: "${worth}" }], otherwise: rest }',
      ['"${worth}"', 'TYPE_MISMATCH The condition of `customer.s.a` takes boolean, not decimal.'],
    ],
    [
      '{ name: s, groups: [{ name: a, when: "${tier} = \'GOLDEN\'" }], otherwise: rest }',
      ["'GOLDEN'", 'UNKNOWN_VALUE A group of `customer.tier` cannot be `GOLDEN`. Closest: `GOLD`.'],
    ],
    [
      '{ name: s, groups: [{ name: a, when: "${s} = \'A\'" }], otherwise: rest }',
      ['s,', 'CYCLIC_REFERENCE A circle of references: `customer.s` reads `customer.s`.'],
    ],
    [
      '{ name: s, multi_label: true, groups: [{ name: a, when: "${vip}" }, { name: b, when: "not ${s_b}" }], otherwise: rest }',
      ['s,', 'CYCLIC_REFERENCE A circle of references: `customer.s_b` reads `customer.s_b`.'],
    ],
  ])('%s', async (declaration, ...expected) => {
    const found = (await issues(declaration)).map((each) => each.replace(/^[\d:]+ /, ''))
    expect(found).toEqual(expected.map(([, rest]) => rest))
    if (expected.some(([, rest]) => rest.startsWith('CYCLIC'))) return
    expect((await issues(declaration)).map((each) => Number(each.split(' ')[0]))).toEqual(expected.map(([place]) => at(declaration, place)))
  })

  const badName = (what: string, name: string, legal: string) =>
    `BAD_NAME ${what} is \`${name}\`, not a legal name: lower-case letters, digits and single underscores, a letter first, at most 50 characters. Legal: \`${legal}\`.`

  test.each([
    ['At risk', 'at_risk'],
    ['AT_RISK', 'at_risk'],
    ['3x3', 'n_3x3'],
    ['true', 'true_value'],
    ['"null"', 'null_value'],
    ['a__b', 'a_b'],
  ])('a group is called %s: no name of a GraphQL enum value in upper case, or not the one written', async (name, legal) => {
    const plain = name.replaceAll('"', '')
    expect(await issues(`{ name: s, groups: [{ name: ${name}, when: "\${vip}" }], otherwise: rest }`)).toEqual([
      `37 ${badName(`\`name\` of group \`${plain}\``, plain, legal)}`,
    ])
    expect(await issues(`{ name: s, groups: [{ name: a, when: "\${vip}" }], otherwise: ${name} }`)).toEqual([
      `70 ${badName('`otherwise` of segmentation `s`', plain, legal)}`,
    ])
  })

  test('segments of groups: their names are checked as any other', async () => {
    const long = 'a'.repeat(49)
    expect(await issues(`{ name: s, multi_label: true, groups: [{ name: ${long}, when: "\${vip}" }], otherwise: rest }`)).toEqual([
      `56 ${badName(`The segment of group \`${long}\``, `s_${long}`, `s_${'a'.repeat(48)}`)}`,
    ])
    expect(await issues(`{ name: ticket, multi_label: true, groups: [{ name: count, when: "\${vip}" }], otherwise: rest }`)).toEqual([
      '61 NAME_CLASH Dimension `ticket_count` clashes with dimension `ticket_count` at model.yml:15:17. Rename one of them.',
    ])
  })

  test('a mistake of a group is told once, its segment being the same condition', async () => {
    expect(await issues('{ name: s, scores: [r, f], multi_label: true, groups: [{ name: a, pattern: "555" }], otherwise: rest }')).toEqual([
      '85 BAD_VALUE `pattern` of `customer.s.a` is `555`, 3 characters for 2 scores.',
    ])
    expect(await issues('{ name: s, scores: [r, ff], multi_label: true, groups: [{ name: a, pattern: "55" }], otherwise: rest }')).toEqual([
      '32 UNKNOWN_MEMBER Entity `customer` has no dimension `ff`.',
    ])
  })
})

describe('what patterns are about', () => {
  const scored = (scores: string, pattern: string) =>
    `{ name: s, scores: ${scores}, groups: [{ name: a, pattern: "${pattern}" }], otherwise: rest }`
  test.each<[scores: string, pattern: string, ...issues: (readonly [place: string, rest: string])[]]>([
    ['[r, f, m]', '555'],
    ['r', '5|4'],
    ['[decile, r]', 'D10 R5'],
    ['{ D: decile, w: worth }', 'd10 W1000.5'],
    ['[r, m_score]', 'R5', ['m_score', 'UNKNOWN_MEMBER Entity `customer` has no dimension `m_score`.']],
    ['[decil]', '5', ['decil]', 'UNKNOWN_MEMBER Entity `customer` has no dimension `decil`. Closest: `decile`.']],
    ['[r, tier]', '55', ['tier', 'TYPE_MISMATCH `scores` of `customer.s` takes a numeric dimension, not string.']],
    [
      '[r, customers]',
      '55',
      [
        'customers',
        'TYPE_MISMATCH `scores` of `customer.s` takes a numeric dimension, not the measure `customers`; a dimension with `measure: customer.customers` has its value for each row.',
      ],
    ],
    ['[r, f, r]', '555', ['r],', 'BAD_VALUE An item of `scores` of `customer.s` is `r`, there already.']],
    ['[]', '5', ['[]', 'WRONG_TYPE `scores` of segmentation `s` takes text or a list of at least one, not an empty list.']],
    ['{}', 'R5', ['{}', 'WRONG_TYPE `scores` of segmentation `s` takes at least one score, not an empty mapping.']],
    [
      '{ R: r, r: f }',
      'R5',
      [
        'r: f',
        'DUPLICATE_KEY `r` stands twice in `scores` of segmentation `s`; the first is at model.yml:28:30. Upper and lower case are one letter.',
      ],
    ],
    [
      '{ R: r, "R" : f }',
      'R5',
      ['"R" ', 'DUPLICATE_KEY `R` stands twice in `scores` of segmentation `s`; the first is at model.yml:28:30.'],
    ],
    ['{ X: r }', 'X5', ['X: r', 'BAD_VALUE A key of `scores` of segmentation `s` is `X`, which stands for any score.']],
    ['{ R1: r }', 'R15', ['R1', 'BAD_VALUE A key of `scores` of segmentation `s` is `R1`, which is not letters alone.']],
    ['{ R: r, F: }', 'R5', ['F: }', 'WRONG_TYPE `F` of `scores` of segmentation `s` takes text, not an empty value.']],
  ])('scores: %s, pattern: %s', async (scores, pattern, ...expected) => {
    const declaration = scored(scores, pattern)
    expect(await issues(declaration)).toEqual(expected.map(([place, rest]) => `${at(declaration, place)} ${rest}`))
  })

  test('patterns without scores', async () => {
    expect(await issues('{ name: s, groups: [{ name: a, pattern: "555" }], otherwise: rest }')).toEqual([
      '50 BAD_VALUE `pattern` of `customer.s.a` is `555`, but the segmentation has no `scores`.',
    ])
  })
})

describe('patterns', () => {
  const neither = 'neither digits and `X` nor letters with a score or a range, such as `R4-5`'
  /** Of scores r, f, m: 1 to 5 each. `part` is what the issue is about. */
  test.each<[pattern: string, ...issues: (readonly [part: string, problem: string])[]]>([
    ['555'],
    ['X13|x14'],
    ['XXX'],
    ['R4-5 F1|M5'],
    ['r4,f1 | 555'],
    ['55', ['55', '2 characters for 3 scores']],
    ['555|5555', ['5555', '4 characters for 3 scores']],
    ['055', ['055', 'but `r` is never 0: it is 1 to 5']],
    ['5X6', ['5X6', 'but `m` is never 6: it is 1 to 5']],
    ['5y5', ['5y5', neither]],
    ['5*5', ['5*5', neither]],
    ['RX F5', ['RX', neither]],
    ['R>=4', ['R>=4', neither]],
    ['R4–5', ['R4–5', neither]],
    ['R-5', ['R-5', neither]],
    ['R9 F1', ['R9', 'but `r` is never 9: it is 1 to 5']],
    ['F1 R4-9', ['R4-9', 'but `r` is never 9: it is 1 to 5']],
    ['R0-2', ['R0-2', 'but `r` is never 0: it is 1 to 5']],
    ['R1.2-1.8', ['R1.2-1.8', 'but `r` is never 1.2 to 1.8: it is 1 to 5']],
    ['F1 R5-4', ['R5-4', 'a range from more to less: `R4-5` is one from less to more']],
    ['Q4-5 F1', ['Q4-5', 'but `Q` is none of the `scores`: `r`, `f` and `m`']],
    ['R4 F1 R5', ['R5', 'the second about `r`: alternatives stand beside `|`']],
    ['R4|', ['R4|', 'with nothing where an alternative should be']],
    ['555||444', ['555||444', 'with nothing where an alternative should be']],
    ['|', ['|', 'with nothing where an alternative should be']],
    [',', [',', 'with nothing where an alternative should be']],
    ['R9|F9', ['R9', 'but `r` is never 9: it is 1 to 5'], ['F9', 'but `f` is never 9: it is 1 to 5']],
  ])('%s', async (pattern, ...expected) => {
    const declaration = `{ name: s, scores: [r, f, m], groups: [{ name: a, pattern: "${pattern}" }], otherwise: rest }`
    expect(await issues(declaration)).toEqual(
      expected.map(([part, problem]) => {
        const what = part === pattern ? '`pattern`' : 'A part of `pattern`'
        return `${at(declaration, '"') + 1 + pattern.indexOf(part)} BAD_VALUE ${what} of \`customer.s.a\` is \`${part}\`, ${problem}.`
      }),
    )
  })

  test.each([
    ['{ R: r, FM: f }', '55', '55', 'but the `scores` have letters: `R5 FM5`'],
    ['{ R: r, FM: f }', 'R5 F5', 'F5', 'but `F` is none of the `scores`: `R` and `FM`'],
    ['{ R: r, FREQ: f }', 'R5 FREK5', 'FREK5', 'but `FREK` is none of the `scores`: `R` and `FREQ`. Closest: `FREQ`'],
    ['[decile, r]', '55', '55', 'but `decile` has scores of two digits: `scores` by letters, such as `{ D: decile }`, can name them'],
    ['[decile, r]', 'X5', 'X5', 'but `decile` has scores of two digits: `scores` by letters, such as `{ D: decile }`, can name them'],
    ['[decile, days]', 'D5', 'D5', 'but `D` may be `decile` or `days`: `scores` by letters, such as `{ D: decile }`, say which'],
    ['[band]', '2', '2', 'but `band` is never 2: it is 1, 3 or 5'],
    ['[band]', 'B2', 'B2', 'but `band` is never 2: it is 1, 3 or 5'],
    ['[days]', `D${'9'.repeat(39)}`, `D${'9'.repeat(39)}`, 'with a number of more than 38 digits'],
    ['[days]', 'D2|'.repeat(1501).slice(0, -1), 'D2|'.repeat(1501).slice(0, -1), 'which compares scores 1501 times, at most 1500 are read'],
  ])('scores: %s, pattern: %s', async (scores, pattern, part, problem) => {
    const declaration = `{ name: s, scores: ${scores}, groups: [{ name: a, pattern: "${pattern}" }], otherwise: rest }`
    const what = part === pattern ? '`pattern`' : 'A part of `pattern`'
    const [text, closest] = problem.split('. Closest: ')
    expect(await issues(declaration)).toEqual([
      `${at(declaration, '"') + 1 + pattern.indexOf(part)} BAD_VALUE ${what} of \`customer.s.a\` is \`${part}\`, ${text}.${closest === undefined ? '' : ` Closest: ${closest}.`}`,
    ])
  })
})
