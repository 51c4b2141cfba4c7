/** A world with its questions as one random value, which gets smaller part by part while it still fails. */
import { Arbitrary, type Random, Stream, Value } from 'fast-check'
import type { Question, World } from './case.ts'
import { choicesFrom } from './generate/choices.ts'
import { generateQuestion } from './generate/question.ts'
import { generateWorld } from './generate/world.ts'
import { smallerCases } from './shrink.ts'

export interface Case {
  readonly world: World
  readonly questions: readonly Question[]
}

export class CaseArbitrary extends Arbitrary<Case> {
  readonly #questions: number

  constructor(questions: number) {
    super()
    this.#questions = questions
  }

  override generate(random: Random): Value<Case> {
    const choices = choicesFrom(random)
    const world = generateWorld(choices)
    return new Value({ world, questions: Array.from({ length: this.#questions }, () => generateQuestion(choices, world)) }, undefined)
  }

  override canShrinkWithoutContext(_value: unknown): _value is Case {
    return false
  }

  override shrink(value: Case): Stream<Value<Case>> {
    return new Stream(smallerCases(value)[Symbol.iterator]()).map((smaller) => new Value(smaller, undefined))
  }
}
