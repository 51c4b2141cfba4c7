/** Gives a file to the browser, which puts it where its downloads go. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The download has begun when the click returns, but some browsers read the address a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
