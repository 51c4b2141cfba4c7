/**
 * One pass over a Lens: what of it becomes a draft of a model, and what cannot. What was left out before stays out, and so does what reads it;
 * passes are repeated until nothing more falls out.
 */

import type { ExpressionType } from '../../semantic/expression/expression.ts'
import type { Span } from '../../semantic/issues/issue.ts'
import { placeText } from '../../semantic/issues/print.ts'
import { legalName } from '../../semantic/model/names.ts'
import type { Draft, EntityDraft, ModelDraft } from '../draft.ts'
import type { Decision, LeftOut, Problem, Remark } from '../remark.ts'
import { type TranslatedDimension, translateDimension, translateField } from './dimension.ts'
import { entityEntries, headerDraft, streamDraft } from './entity-drafts.ts'
import { type EntityPlan, type LensMember, outputOf, planEntity, present } from './entity-plan.ts'
import type { Declared, Lens, LensRelationship } from './lens.ts'
import { type TranslatedMeasure, translateMeasure } from './measure.ts'
import { dimensionDraft, measureDrafts } from './member-drafts.ts'
import { type Names, namesOf } from './names.ts'
import { relationshipDraft } from './relationship.ts'
import { planStreams, type StreamPlan } from './streams.ts'
import { idOf, type World } from './world.ts'

/** By the id of its draft. */
type LeftOuts = ReadonlyMap<string, readonly LeftOut[]>

export class Translation implements World {
  readonly names: Names
  readonly entities: readonly EntityPlan[]
  readonly streams: readonly StreamPlan[]
  readonly remarks: Remark[] = []
  /** What this pass has left out, beyond what was left out before. */
  readonly leftOut = new Map<string, readonly LeftOut[]>()
  /** What each id stands for: "measure `order.revenue`" and where it is. */
  readonly declared = new Map<string, { readonly what: string; readonly span: Span }>()
  readonly draft: ModelDraft
  readonly #before: LeftOuts
  readonly #dimensions = new Map<string, TranslatedDimension | 'in progress'>()
  readonly #measures = new Map<string, TranslatedMeasure | 'in progress'>()

  constructor(lens: Lens, file: string, before: LeftOuts) {
    this.#before = before
    this.names = namesOf(lens)
    this.entities = present(lens.entities).flatMap((entity) => this.#plan(entity))
    this.streams = planStreams(this.entities, (id) => this.isLeftOut(id))
    const name = lens.name?.value ?? fileStem(file)
    this.draft = {
      header: headerDraft(lens, legalName(name)),
      streams: this.streams.map((stream) => streamDraft(stream)),
      entities: this.entities.map((entity) => this.#entity(entity)),
    }
  }

  isLeftOut(id: string): boolean {
    return this.#before.has(id) || this.leftOut.has(id)
  }

  typeOf(entity: EntityPlan, member: LensMember): ExpressionType {
    const translated = member.kind === 'measure' ? this.#measure(entity, member) : this.#dimension(entity, member)
    if (translated === 'in progress' || !translated.ok) return 'unknown'
    return 'returns' in translated ? translated.returns : translated.type
  }

  isAnyNumber(entity: EntityPlan, member: LensMember): boolean {
    if (member.kind !== 'field') return false
    const translated = this.#dimension(entity, member)
    return translated !== 'in progress' && translated.ok && translated.type === 'float' && 'column' in translated.from
  }

  #plan(lens: EntityPlan['lens']): readonly EntityPlan[] {
    const name = this.names.entity(lens.name.value)
    const id = `entity ${name}`
    const first = this.declared.get(id)
    if (first !== undefined)
      return this.#leaveOutRepeated(`${id} at ${placeText(lens.name.span)}`, `entity \`${lens.name.value}\``, lens.name.span, first.span)
    this.declared.set(id, { what: `entity \`${lens.name.value}\``, span: lens.name.span })
    if (this.isLeftOut(id)) return []
    const planned = planEntity(lens, name)
    if ('plan' in planned) return [planned.plan]
    return this.#leaveOut(id, planned.problems)
  }

  #entity(entity: EntityPlan): EntityDraft {
    const { lens, name } = entity
    const members = [...entity.members.values()]
    this.#decide(entity.decisions, name, lens.query.span)
    if (name !== lens.name.value) this.#renamed(name, lens.name)
    for (const { kind, value } of entity.repeated) {
      const what = `${kind} \`${lens.name.value}.${value.name.value}\``
      const first = entity.members.get(value.name.value)?.value.name.span ?? value.name.span
      this.#leaveOutRepeated(`${what} at ${placeText(value.name.span)}`, what, value.name.span, first)
    }
    const dimensions = members.flatMap((member) => (member.kind === 'measure' ? [] : this.#dimensionDraft(entity, member)))
    const measures = members.flatMap((member) => (member.kind === 'measure' ? this.#measureDrafts(entity, member) : []))
    const relationships = lens.relationships.flatMap((declared, index) => this.#relationship(entity, declared, index))
    const own = entityEntries(entity, this)
    for (const { decision, span } of own.decisions) this.#decide([decision], name, span)
    return { id: `entity ${name}`, name, entries: own.entries, dimensions, measures, relationships }
  }

  #dimensionDraft(entity: EntityPlan, member: Exclude<LensMember, { kind: 'measure' }>): readonly Draft[] {
    const id = this.#declare(entity, member)
    if (this.isLeftOut(id)) return []
    const translated = this.#dimension(entity, member)
    if (translated === 'in progress') return []
    if (!translated.ok) return this.#leaveOut(id, translated.problems)
    const name = this.names.member(entity.lens.name.value, member.value.name.value)
    this.#tell(translated.decisions, name, entity, member)
    return [dimensionDraft(id, name, member, translated)]
  }

  #measureDrafts(entity: EntityPlan, member: Extract<LensMember, { kind: 'measure' }>): readonly Draft[] {
    const id = this.#declare(entity, member)
    if (this.isLeftOut(id)) return []
    const translated = this.#measure(entity, member)
    if (translated === 'in progress') return []
    if (!translated.ok) return this.#leaveOut(id, translated.problems)
    const name = this.names.member(entity.lens.name.value, member.value.name.value)
    this.#tell(translated.decisions, name, entity, member)
    return measureDrafts(id, name, member.value, translated)
  }

  #relationship(entity: EntityPlan, { value }: Declared<LensRelationship>, index: number): readonly Draft[] {
    if (value === undefined) return []
    const id = `relationship ${entity.name}#${index}`
    const what = `relationship of \`${entity.lens.name.value}\` to \`${value.target.entity.value}\``
    this.declared.set(id, { what, span: value.span })
    if (this.isLeftOut(id)) return []
    const translated = relationshipDraft(id, value, entity, this)
    return 'draft' in translated ? [translated.draft] : this.#leaveOut(id, translated.problems)
  }

  #dimension(entity: EntityPlan, member: Exclude<LensMember, { kind: 'measure' }>): TranslatedDimension | 'in progress' {
    return memoized(this.#dimensions, idOf(entity, member, this.names), () =>
      member.kind === 'field' ? translateField(member.value, entity, this) : translateDimension(member.value, entity, this),
    )
  }

  #measure(entity: EntityPlan, member: Extract<LensMember, { kind: 'measure' }>): TranslatedMeasure | 'in progress' {
    return memoized(this.#measures, idOf(entity, member, this.names), () => translateMeasure(member.value, entity, this))
  }

  #declare(entity: EntityPlan, member: LensMember): string {
    const id = idOf(entity, member, this.names)
    const what = `${member.kind} \`${entity.lens.name.value}.${member.value.name.value}\``
    this.declared.set(id, { what, span: member.value.name.span })
    return id
  }

  #leaveOut(id: string, problems: readonly Problem[]): readonly [] {
    const what = this.declared.get(id)?.what ?? id
    this.leftOut.set(
      id,
      problems.map(({ reason, span }) => ({ what, reason, span })),
    )
    return []
  }

  #leaveOutRepeated(id: string, what: string, span: Span, first: Span): readonly [] {
    // Told once: it is never part of a draft.
    if (!this.#before.has(id)) this.leftOut.set(id, [{ what, reason: `its name is taken at ${placeText(first)}.`, span }])
    return []
  }

  #tell(decisions: readonly Decision[], name: string, entity: EntityPlan, member: LensMember): void {
    const { value } = member
    this.#decide(decisions, `${entity.name}.${name}`, expressionSpan(entity, member))
    if (name !== value.name.value) this.#renamed(`${entity.name}.${name}`, value.name)
  }

  #renamed(member: string, { value, span }: { readonly value: string; readonly span: Span }): void {
    this.#decide([{ kind: 'changed', text: `the name is \`${value}\` in the Lens.` }], member, span)
  }

  #decide(decisions: readonly Decision[], member: string, span: Span): void {
    for (const decision of decisions) this.remarks.push({ ...decision, member, span })
  }
}

/** Where the expression stands: of a field, in the query. */
function expressionSpan(entity: EntityPlan, { kind, value }: LensMember): Span {
  if (kind !== 'field') return value.sql?.span ?? value.name.span
  const output = outputOf(entity, value.column ?? value.name)
  return 'expression' in output ? output.expression.span : value.name.span
}

/** In progress: a circle of references, which the model's own checks report. */
function memoized<T>(known: Map<string, T | 'in progress'>, id: string, make: () => T): T | 'in progress' {
  const found = known.get(id)
  if (found !== undefined) return found
  known.set(id, 'in progress')
  const made = make()
  known.set(id, made)
  return made
}

function fileStem(file: string): string {
  return file.split('/').at(-1)?.replace(/\..*$/, '') ?? ''
}
