import type { Forge, ForgeComment } from "../forge.ts";
import { FIRST } from "./markers.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** A forge in memory whose requests and answers take their time. */
export function slowForge(
  time: VirtualTime,
  comments: ForgeComment[],
  delays: () => number,
): Forge {
  let next = comments.length;
  const call = async <R>(work: () => R): Promise<R> => {
    await time.sleep(delays());
    const answer = work();
    await time.sleep(delays());
    return answer;
  };
  const indexOf = (id: string) => comments.findIndex((each) => each.id === id);
  return {
    name: "a forge",
    author: () => call(() => "bot"),
    request: () => call(() => ({ head: FIRST })),
    comments: () => call(() => [...comments]),
    create: (body) =>
      call(() => {
        comments.push({ id: `${comments.length}-${next++}`, body, author: "bot" });
      }),
    update: (id, body) =>
      call(() => {
        if (indexOf(id) >= 0) comments[indexOf(id)] = { id, body, author: "bot" };
      }),
    remove: (id) =>
      call(() => {
        if (indexOf(id) >= 0) comments.splice(indexOf(id), 1);
      }),
  };
}
