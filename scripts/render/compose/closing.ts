import { type Block, type Line, paragraph } from "../document.ts";
import { type Scene, several } from "./scene.ts";

/** The last lines: what was left out, what it was planned with, and what an apply will require. */
export function closing(scene: Scene, omitted: readonly string[], elsewhere: string): Block[] {
  const { from, review } = scene;
  const digests = review.stacks.filter(
    ({ digest, plan }) => digest && plan?.verdict !== "no changes",
  );
  const options =
    from.options.length > 0 ? ` · ${from.options.join(", ")}` : " · refreshed, no targets";
  const digest: Line[] = digests.map(({ stack, digest }) => [
    { code: stack },
    " ",
    { code: digest!.slice(0, 16) },
  ]);
  return [
    ...(omitted.length > 0 ? [paragraph(...shortened(omitted, elsewhere))] : []),
    ...(digest.length > 0
      ? [
          {
            kind: "fold",
            title: [`an apply will require ${several(digest.length, "digest")}`],
            blocks: [{ kind: "list", items: digest.slice(0, 60) }],
          } as const,
          ...(from.digest
            ? [
                paragraph(
                  { strong: "What happens next" },
                  ": an apply does exactly this, by the digest ",
                  { code: from.digest.slice(0, 32) },
                  "; what would do something else by then is planned again and needs an approval of its own.",
                ),
              ]
            : []),
        ]
      : []),
    paragraph(
      ...["Planned with ", { code: from.engine }, ...providersOf(from), options],
      ...[" · the same again: ", { code: from.command }],
    ),
  ];
}

function providersOf({ providers = [] }: Scene["from"]): Line {
  return providers.flatMap((each): Line => [", ", { code: each }]);
}

function shortened(omitted: readonly string[], elsewhere: string): Line {
  const counts = new Map<string, number>();
  for (const what of omitted) counts.set(what, (counts.get(what) ?? 0) + 1);
  const parts = [...counts].map(([what, count]) => (count > 1 ? `${what} (${count})` : what));
  return [{ strong: "Shortened" }, `: left out ${parts.join(", ")}. ${elsewhere}`];
}
