/** What can be asked of an entity that its model does not declare. */
import { expect, test } from 'vitest'
import { figureNames } from '../../../src/semantic/catalog/figures.ts'
import { catalogOf } from '../../support/story.ts'

test('rows can be counted wherever there is a key; groups bring figures of their own', async () => {
  const { entities } = await catalogOf(`
version: 1
model: shop
time_zone: UTC
entities:
  - { name: plain, table: plain, primary_key: no, dimensions: [{ name: no, type: integer }, { name: worth, type: integer }] }
  - { name: keyless, table: keyless, dimensions: [{ name: worth, type: integer }] }
  - name: grouped
    table: grouped
    primary_key: no
    dimensions: [{ name: no, type: integer }, { name: worth, type: integer }]
    segments: [{ name: rich, when: "\${worth} > 10" }]
`)
  const figures = (name: string) => [...(entities.get(name)?.figures.keys() ?? [])]
  expect(figures('plain')).toEqual([figureNames.count])
  expect(figures('keyless')).toEqual([])
  expect(figures('grouped')).toEqual([
    figureNames.count,
    figureNames.average('worth'),
    figureNames.inSegment('rich'),
    figureNames.averageIn('rich', 'worth'),
  ])
})
