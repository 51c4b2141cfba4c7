/** The queries Cube's drivers are tested with: filters on text, pages, groups, and lists of dimension values. */
import { holdSuite, readCases, sayCasesAreAbsent } from '../suite.ts'
import { type Case, compareCase } from './ask-case.ts'
import { decided, later } from './verdicts.ts'

const suite = readCases<{ readonly cases: readonly Case[] }>('cube-drivers')

if (suite === undefined) sayCasesAreAbsent('cube-drivers')
else holdSuite({ name: 'Cube', cases: suite.cases, modelOf: () => 'test/reference/cube-drivers', compare: compareCase, decided, later })
