/** Colours and other commands to a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they begin with
const ESCAPES = /\u001b\[[0-9;]*[A-Za-z]/g;

/**
 * What went wrong, from a log that is text: from the first error on, without frames and colours. The
 * whole of it where no error is found.
 */
export function wordsOfLog(lines: readonly string[]): string {
  const plain = lines.map((line) => line.replaceAll(ESCAPES, "").replace(/^[│╷╵]\s?/, ""));
  const first = plain.findIndex((line) => line.startsWith("Error: "));
  return plain
    .slice(Math.max(0, first))
    .map((line) => line.trimEnd())
    .filter(Boolean)
    .join("\n");
}
