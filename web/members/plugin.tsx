/**
 * Dimensions and measures of the model with what they mean: one that is ticked stands in the slice of the query. The explorer of the editor
 * cannot write lists, which `by` has, and cannot be used with a keyboard.
 */
import { type GraphiQLPlugin, pick, useGraphiQL, useOperationsEditorState } from '@graphiql/react'
import { useId, useMemo, useState } from 'react'
import { Problems } from '../answer/problems.tsx'
import { useOpenTab } from '../saved/use-open-tab.ts'
import { hasMistake, newSlice, type SliceMember, selectedMembers, withMember, withoutMember } from './edit-slice.ts'
import { type Dimension, type Member, type MemberEntity, sliceMembers } from './slice-members.ts'

export const membersPlugin: GraphiQLPlugin = { title: 'Dimensions and measures', icon: Icon, content: Members }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 5.5h3v3H4zM4 10.5h3v3H4zM4 15.5h3v3H4z" strokeLinejoin="round" />
      <path d="M10.5 7H20M10.5 12H20M10.5 17H20" strokeLinecap="round" />
    </svg>
  )
}

function Members() {
  const { schema, queryEditor } = useGraphiQL(pick('schema', 'queryEditor'))
  const [text] = useOperationsEditorState()
  const [search, setSearch] = useState('')
  const [problem, setProblem] = useState<string>()
  const openTab = useOpenTab()
  const entities = useMemo(() => (schema == null ? [] : sliceMembers(schema)), [schema])
  const selected = useMemo(() => selectedMembers(text), [text])
  const toggle = (member: SliceMember, isSelected: boolean) => {
    if (hasMistake(text)) {
      setProblem('The query has a mistake where it is underlined; until it is mended nothing is added.')
      return
    }
    if (selected.size === 0) {
      openTab?.({ query: newSlice(member), variables: '' })
      return
    }
    const edited = isSelected ? withMember(text, member) : withoutMember(text, member)
    setProblem(edited.ok ? undefined : edited.problem)
    const range = queryEditor?.getModel()?.getFullModelRange()
    // As an edit, so that it can be undone.
    if (edited.ok && range !== undefined) queryEditor?.executeEdits('members', [{ range, text: edited.text }])
  }
  const found = entities.flatMap((entity) => matching(entity, search))
  const input = useId()
  return (
    <section className="members saved" aria-labelledby="members-title">
      <h2 id="members-title">Dimensions and measures</h2>
      <p>What is ticked stands in the first slice of the query.</p>
      <label htmlFor={input}>Search</label>
      <input id={input} type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
      {problem !== undefined && <Problems messages={[problem]} />}
      {found.map((entity) => (
        <Entity key={entity.name} entity={entity} isOpen={search !== ''} selected={selected} onToggle={toggle} />
      ))}
    </section>
  )
}

interface EntityProps {
  readonly entity: MemberEntity
  readonly isOpen: boolean
  readonly selected: ReadonlySet<string>
  readonly onToggle: (member: SliceMember, isSelected: boolean) => void
}

function Entity({ entity, isOpen, selected, onToggle }: EntityProps) {
  const isUsed = [...selected].some((path) => path.startsWith(`${entity.name}.`))
  const boxOf = (member: Member, title = member.name) => (
    <MemberBox
      key={member.name}
      member={member}
      title={title}
      isSelected={selected.has(`${entity.name}.${member.name}`)}
      onToggle={(isSelected) =>
        onToggle({ entity: entity.name, name: member.name, ...(member.value !== undefined && { value: member.value }) }, isSelected)
      }
    />
  )
  return (
    <details open={isOpen || isUsed}>
      <summary>
        {entity.name} <small>{entity.description}</small>
      </summary>
      {entity.dimensions.length > 0 && (
        <fieldset>
          <legend>Dimensions</legend>
          {entity.dimensions.map((dimension) => (
            <div key={dimension.name}>
              {boxOf(dimension)}
              {dimension.granularities.length > 0 && (
                // biome-ignore lint/a11y/useSemanticElements: a fieldset within a fieldset says more than there is to say.
                <div role="group" className="members-granularities" aria-label={`${dimension.name} by`}>
                  {dimension.granularities.map((granularity) => boxOf({ ...granularity, description: '' }, granularity.title))}
                </div>
              )}
            </div>
          ))}
        </fieldset>
      )}
      {entity.measures.length > 0 && (
        <fieldset>
          <legend>Measures</legend>
          {entity.measures.map((measure) => boxOf(measure))}
        </fieldset>
      )}
    </details>
  )
}

interface MemberBoxProps {
  readonly member: Member
  readonly title: string
  readonly isSelected: boolean
  readonly onToggle: (isSelected: boolean) => void
}

function MemberBox({ member, title, isSelected, onToggle }: MemberBoxProps) {
  const says = useId()
  return (
    <span className="members-box">
      <label>
        <input
          type="checkbox"
          checked={isSelected}
          onChange={(event) => onToggle(event.target.checked)}
          {...(member.description !== '' && { 'aria-describedby': says })}
        />{' '}
        {title}
      </label>
      {member.description !== '' && <small id={says}>{member.description}</small>}
    </span>
  )
}

/** By name and by what is said of it; of an entity that matches itself all members are shown. */
function matching(entity: MemberEntity, search: string): readonly MemberEntity[] {
  const wanted = search.trim().toLowerCase()
  const isWanted = ({ name, description }: { readonly name: string; readonly description: string }) =>
    `${name} ${description}`.toLowerCase().includes(wanted)
  if (wanted === '' || entity.name.toLowerCase().includes(wanted)) return [entity]
  const dimensions = entity.dimensions.filter((dimension: Dimension) => isWanted(dimension))
  const measures = entity.measures.filter(isWanted)
  return dimensions.length + measures.length === 0 ? [] : [{ ...entity, dimensions, measures }]
}
