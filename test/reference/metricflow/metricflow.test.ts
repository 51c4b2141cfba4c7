/** The integration cases of dbt's MetricFlow: simple, filtered, joined, ratio and derived metrics, and lists of dimension values. */
import { holdSuite, readCases, sayCasesAreAbsent } from '../suite.ts'
import { type Case, compareCase } from './ask-case.ts'
import type { SemanticModel } from './manifest.ts'
import { decided, later } from './verdicts.ts'

const suite = readCases<{ readonly cases: readonly Case[] }>('metricflow')
const manifests = readCases<Readonly<Record<string, { readonly semantic_models: readonly SemanticModel[] }>>>('metricflow', 'models.json')

const folders: Readonly<Record<string, string>> = {
  SIMPLE_MODEL: 'test/reference/metricflow/simple',
  EXTENDED_DATE_MODEL: 'test/reference/metricflow/extended',
}

if (suite === undefined || manifests === undefined) sayCasesAreAbsent('metricflow')
else
  holdSuite({
    name: 'MetricFlow',
    cases: suite.cases,
    modelOf: ({ model }) => folders[model] ?? model,
    compare: (each, ask) => compareCase(each, manifests[each.model]?.semantic_models ?? [], ask),
    decided,
    later,
  })
