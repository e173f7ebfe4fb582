/** The changelog does not say what a version changes. */
export class NoNotes extends Error {
  constructor(tag: string, versions: readonly string[]) {
    const there = versions.length > 0 ? versions.join(", ") : "none";
    super(
      `CHANGELOG.md has nothing to say of ${tag} (it speaks of ${there}): write what changes in an operator's plan below "## ${tag}", commit it, and move the tag there`,
    );
    this.name = "NoNotes";
  }
}

/** What the changelog says of a version: the section that has its tag as a heading. */
export function notesOf(changelog: string, tag: string): string {
  const sections = changelog.split(/^## /m).slice(1);
  const titled = sections.map((section) => {
    const end = section.indexOf("\n");
    const [title = ""] = (end < 0 ? section : section.slice(0, end)).trim().split(/[\s,(]/);
    return { title, text: end < 0 ? "" : section.slice(end).trim() };
  });
  const found = titled.find(({ title, text }) => title === tag && text !== "");
  if (found) return found.text;
  throw new NoNotes(
    tag,
    titled.map(({ title }) => title),
  );
}
