/** A table that scrolls within the page where it is wider: reached with the keyboard, and named for the screen reader. */
import type { ReactNode } from 'react'

export function TableFrame({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus to be scrolled with the arrow keys
    <section className="table-frame" aria-label={label} tabIndex={0}>
      <table>{children}</table>
    </section>
  )
}
