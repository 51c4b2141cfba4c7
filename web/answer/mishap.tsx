/** What goes wrong in showing an answer stays beside it: the editor and its text are not taken down with it. */
import { Component, type ReactNode } from 'react'
import { Problems } from './problems.tsx'

interface MishapState {
  readonly message?: string
}

export class Mishap extends Component<{ readonly children: ReactNode }, MishapState> {
  override state: MishapState = {}

  static getDerivedStateFromError(error: unknown): MishapState {
    return {
      message: `This cannot be shown (${error instanceof Error ? error.message : String(error)}). JSON has the answer.`,
    }
  }

  override render() {
    return this.state.message === undefined ? this.props.children : <Problems messages={[this.state.message]} />
  }
}
