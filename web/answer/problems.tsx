/** What went wrong, in the words of the server. */
export function Problems({ messages }: { readonly messages: readonly string[] }) {
  return (
    <ul className="answer-problems" role="alert">
      {[...new Set(messages)].map((message) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  )
}
