import type { Block, Line, Part } from "../document.ts";
import { nameOf, type Scene, several } from "./scene.ts";

/** Most things that are told with what guards them less. */
const MOST = 20;

/** What stays and is guarded less than before: the next change could lose it. */
export function loosenedPart(scene: Scene): Part[] {
  const loosened = scene.review.stacks.flatMap(({ stack, plan }) =>
    (plan?.changes ?? [])
      .filter(({ loosens = [] }) => loosens.length > 0)
      .map((change) => ({ stack, change })),
  );
  if (loosened.length === 0) return [];
  const items = loosened
    .slice(0, MOST)
    .map(
      ({ stack, change }): Line => [
        { code: stack },
        " · ",
        nameOf(change, scene),
        " · ",
        { strong: change.loosens!.join(" · ") },
      ],
    );
  const what = several(loosened.length, "thing whose data is", "things whose data are");
  const rest = loosened.length - items.length;
  const blocks = (lines: readonly Line[]): Block[] => [
    { kind: "heading", level: 3, line: ["Data less guarded"] },
    ...(lines.length > 0 ? [{ kind: "list" as const, items: [...lines] }] : []),
  ];
  const more: Line[] = rest > 0 ? [[`and ${rest} more`]] : [];
  return [
    {
      rank: 1,
      what: `${what} less guarded`,
      forms: [() => blocks([...items, ...more]), () => blocks([[`${what} less guarded`]])],
    },
  ];
}
