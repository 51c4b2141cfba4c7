/** What every member carries for people: annotations copied from its declaration, a title from its name. */
import type { Annotations } from '../model/model.ts'

/** `order_value` -> `Order value`. */
export function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function annotationsOf(declaration: Annotations): Annotations {
  const { description, owner, tags, verified, deprecated } = declaration
  return {
    tags,
    verified,
    ...(description !== undefined && { description }),
    ...(owner !== undefined && { owner }),
    ...(deprecated !== undefined && { deprecated }),
  }
}
