import type { Issue } from '../issues/issue.ts'

/** An issue on its way out of a stream of rows, where no Result can be returned. */
export class IssueError extends Error {
  override readonly name = 'IssueError'
  readonly issue: Issue

  constructor(issue: Issue) {
    super(issue.code)
    this.issue = issue
  }
}
