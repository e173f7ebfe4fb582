import { producersFirst } from "../../stacks/manifest.ts";
import type { Copy } from "./folder.ts";

/** Something that is to be destroyed is still read by something that is not. */
export class StillRead extends Error {
  constructor(problems: readonly string[]) {
    super([...problems, "nothing was destroyed"].join("\n"));
    this.name = "StillRead";
  }
}

/** What is destroyed, and what only came along and is kept for others. */
export interface Doomed {
  readonly copies: readonly Copy[];
  readonly kept: readonly { readonly copy: Copy; readonly readers: readonly string[] }[];
}

/**
 * Works out what goes: the chosen copies, and producers that came along only for them. Throws when
 * something chosen is read by something that stays.
 */
export function doom(
  copies: readonly Copy[],
  chosen: readonly Copy[],
  standing: (copy: Copy) => boolean,
): Doomed {
  const going = new Set(chosen.map(({ id }) => id));
  const readersOf = (id: string) =>
    copies
      .filter((copy) => !going.has(copy.id) && copy.dependencies.includes(id) && standing(copy))
      .map((copy) => copy.id);
  const problems = chosen
    .map(({ id }) => ({ id, readers: readersOf(id) }))
    .filter(({ readers }) => readers.length > 0)
    .map(
      ({ id, readers }) =>
        `${id} is still read by ${readers.join(", ")}; destroy that first, or with it`,
    );
  if (problems.length > 0) throw new StillRead(problems);
  const kept: Doomed["kept"][number][] = [];
  // Consumers first, so that a producer is looked at when all its readers are decided.
  for (const copy of producersFirst(copies).reverse()) {
    const isRead = chosenReads(copies, going, copy.id);
    if (going.has(copy.id) || copy.asked || !isRead) continue;
    const readers = readersOf(copy.id);
    if (readers.length === 0) going.add(copy.id);
    else kept.push({ copy, readers });
  }
  return { copies: copies.filter(({ id }) => going.has(id)), kept };
}

function chosenReads(copies: readonly Copy[], going: ReadonlySet<string>, id: string): boolean {
  return copies.some((copy) => going.has(copy.id) && copy.dependencies.includes(id));
}
