/**
 * The colours of the editors, light and dark: each text has a contrast of 4.5 at least with what is behind it (WCAG 2.2, 1.4.3), where those of
 * GraphiQL and of its editor have less. The backgrounds are those of GraphiQL.
 */
import { pick, useGraphiQL, useGraphiQLActions, useMonaco } from '@graphiql/react'
import { useEffect } from 'react'

/** As GraphiQL's `editorTheme` takes them. */
export const editorLooks = { dark: 'tessera-dark', light: 'tessera-light' } as const

interface Look {
  readonly paper: string
  readonly text: string
  readonly faint: string
  readonly accent: string
  readonly shade: string
  readonly brackets: readonly [string, string, string]
  /** By the kinds of words in GraphQL and JSON. */
  readonly words: Readonly<Record<string, string>>
}

const light: Look = {
  paper: '#ffffff',
  text: '#1f2937',
  faint: '#56657d',
  accent: '#b00478',
  shade: '#3b4b6811',
  brackets: ['#0431fa', '#217021', '#7b3814'],
  words: {
    comment: '#006b00',
    number: '#067049',
    'type.identifier': '#006e6e',
    'argument.identifier': '#5a56bf',
    annotation: '#5f5f5f',
    invalid: '#b32424',
  },
}

const dark: Look = {
  paper: '#212a3b',
  text: '#d4d4d4',
  faint: '#a3adbd',
  accent: '#ff85b3',
  shade: '#b7c2d711',
  brackets: ['#ffd700', '#e08cdc', '#4fb3ff'],
  words: {
    comment: '#86b072',
    keyword: '#6cb0ea',
    'keyword.json': '#dba48e',
    string: '#dba48e',
    'string.key.json': '#9cdcfe',
    'string.value.json': '#dba48e',
    'argument.identifier': '#a5a0ff',
    annotation: '#e38c8c',
    invalid: '#ff8a82',
  },
}

function themeOf(base: 'vs' | 'vs-dark', { paper, text, faint, accent, shade, brackets, words }: Look) {
  const [first, second, third] = brackets
  return {
    base,
    inherit: true,
    rules: Object.entries(words).map(([token, foreground]) => ({ token, foreground })),
    colors: {
      // The pane shows through.
      'editor.background': '#ffffff00',
      'scrollbar.shadow': '#ffffff00',
      'editorLineNumber.foreground': faint,
      'editorLineNumber.activeForeground': text,
      'editorLineNumber.dimmedForeground': faint,
      'editorBracketHighlight.foreground1': first,
      'editorBracketHighlight.foreground2': second,
      'editorBracketHighlight.foreground3': third,
      'editorWidget.background': paper,
      'editorWidget.foreground': text,
      'editorWidget.resizeBorder': accent,
      'editorHoverWidget.background': paper,
      'editorHoverWidget.foreground': text,
      'editorSuggestWidget.background': paper,
      'editorSuggestWidget.foreground': text,
      'editorSuggestWidget.highlightForeground': accent,
      'editorSuggestWidget.focusHighlightForeground': accent,
      'editorSuggestWidget.selectedBackground': shade,
      'editorSuggestWidget.selectedForeground': text,
      'list.hoverBackground': shade,
      'list.highlightForeground': accent,
      'list.focusHighlightForeground': accent,
      'menu.background': paper,
      'menu.foreground': text,
      'menu.selectionBackground': shade,
      'menu.selectionForeground': text,
      'quickInput.background': paper,
      'quickInput.foreground': text,
      'quickInputList.focusBackground': shade,
      'quickInputList.focusForeground': text,
      'pickerGroup.foreground': accent,
      'input.background': shade,
      'input.foreground': text,
      'input.placeholderForeground': faint,
      'textLink.foreground': accent,
      'textLink.activeForeground': accent,
      'editorLink.activeForeground': accent,
      'toolbar.hoverBackground': shade,
      'inputOption.hoverBackground': shade,
      focusBorder: accent,
    },
  }
}

export function EditorLooks() {
  const { monaco } = useMonaco(pick('monaco'))
  const { theme, monacoTheme } = useGraphiQL(pick('theme', 'monacoTheme'))
  const { setTheme } = useGraphiQLActions()
  useEffect(() => {
    if (monaco === undefined) return
    monaco.editor.defineTheme(editorLooks.light, themeOf('vs', light))
    monaco.editor.defineTheme(editorLooks.dark, themeOf('vs-dark', dark))
    if (monacoTheme !== undefined) monaco.editor.setTheme(monacoTheme)
  }, [monaco, monacoTheme])
  // The page follows the browser by itself; the editors are told.
  useEffect(() => {
    if (theme !== null) return undefined
    const wanted = matchMedia('(prefers-color-scheme: dark)')
    const follow = () => setTheme(null)
    wanted.addEventListener('change', follow)
    return () => wanted.removeEventListener('change', follow)
  }, [theme, setTheme])
  return null
}
