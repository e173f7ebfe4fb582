/** One entry of a zone file, over as many lines as its brackets span. */
export interface ZoneFileEntry {
  /** Line that it begins on. */
  readonly line: number;
  /** Whether it names its owner; else it belongs to the name before. */
  readonly named: boolean;
  /** Its words; quoted ones with their quotes. */
  readonly words: readonly string[];
}

/** A quoted text, a comment, a bracket, the end of a line, space, or a word. */
const TOKEN = /"(?:\\.|[^"\\])*"|;[^\n]*|[()]|\n|[^\S\n]+|(?:\\.|[^\s"();\\])+/g;

/** Takes a zone file apart. Comments are dropped, and what brackets hold together is one entry. */
export function entriesOf(text: string): ZoneFileEntry[] {
  const entries: ZoneFileEntry[] = [];
  let line = 1;
  let depth = 0;
  let current = { line, named: false, words: [] as string[] };
  let atStart = true;
  const finish = () => {
    if (current.words.length > 0) entries.push(current);
    current = { line: line + 1, named: false, words: [] };
    atStart = true;
  };
  for (const [token] of text.replaceAll("\r\n", "\n").matchAll(TOKEN)) {
    if (token === "\n") {
      if (depth === 0) finish();
      line += 1;
    } else if (token === "(") depth += 1;
    else if (token === ")") depth -= 1;
    else if (token.trim() !== "" && !token.startsWith(";")) {
      if (atStart) current.named = true;
      current.words.push(token);
    }
    if (token !== "\n") atStart = false;
  }
  finish();
  return entries;
}
