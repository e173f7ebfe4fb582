import type { StackReview } from "../../review/set/stack-review.ts";
import { NOISE_WORDS, type NoiseRule } from "../../review/stack/noise.ts";
import { labelOf } from "../../review/stack/verdict.ts";
import type { Block, Line, Part } from "../document.ts";
import { attributeLines } from "./details.ts";
import { type Scene, several } from "./scene.ts";

/** Most names in a fold. */
const MOST = 200;

/** What is only of the state, what changed outside, outputs, and what is folded as noise. */
export function restParts(scene: Scene): Part[] {
  return scene.review.stacks.flatMap((stack) => [
    ...stateOnly(stack),
    ...generated(stack),
    ...drift(stack),
    ...outputs(stack),
    ...noise(stack),
  ]);
}

function stateOnly({ stack, plan }: StackReview): Part[] {
  const changes = (plan?.changes ?? []).filter(
    ({ action }) => action === "move" || action === "import",
  );
  if (changes.length === 0) return [];
  const items = changes
    .slice(0, MOST)
    .map(
      (change): Line => [
        change.imported ? "imported: " : "moved: ",
        ...(change.previousAddress ? [{ code: change.previousAddress }, " to "] : []),
        { code: change.address },
        ...(change.importId ? [" from ", { code: change.importId }] : []),
      ],
    );
  const title: Line = [
    { code: stack },
    ` · state only: ${several(changes.length, "thing")}, needs an apply, touches nothing real`,
  ];
  return [
    folded(3, "what is only of the state", title, [
      { kind: "list", items: counted(items, changes.length) },
    ]),
  ];
}

/** What Terraform wrote for imports is nobody's code yet: it is shown as data. */
function generated({ stack, plan }: StackReview): Part[] {
  return (plan?.changes ?? []).flatMap((change) => {
    if (!change.generated) return [];
    const title: Line = [
      { code: stack },
      " · Terraform wrote the configuration of ",
      { code: change.address },
      "; it is not in the code",
    ];
    return [
      folded(4, "generated configuration", title, [{ kind: "text", lines: change.generated }]),
    ];
  });
}

function drift({ stack, plan }: StackReview): Part[] {
  const { relevant = [], others = 0, taken } = plan?.drift ?? {};
  if (relevant.length + others === 0) return [];
  const title: Line = [
    { code: stack },
    ` · changed outside of Terraform: ${relevant.length} that may matter here, ${others} other`,
    taken ? "; an apply takes it into the state and changes nothing real" : "",
  ];
  const blocks = relevant.slice(0, 30).flatMap(({ address, gone, attributes }): Block[] => {
    const change = { action: "update", diff: { attributes } } as Parameters<
      typeof attributeLines
    >[0];
    const lines = attributeLines(change);
    return [
      { kind: "paragraph", line: [{ code: address }, gone ? " is gone" : ""] },
      ...(lines.length > 0 ? [{ kind: "diff", lines } as const] : []),
    ];
  });
  if (blocks.length === 0)
    return [{ rank: 4, what: "drift", forms: [() => [{ kind: "paragraph", line: title }]] }];
  return [folded(4, "drift", title, blocks)];
}

function outputs({ stack, plan }: StackReview): Part[] {
  const all = plan?.outputs ?? [];
  if (all.length === 0) return [];
  const named = all.filter(({ machineMade }) => !machineMade);
  const made = all.length - named.length;
  const items = named
    .slice(0, MOST)
    .map(({ name, action }): Line => [`${action} `, { code: name }]);
  const folds: Line[] =
    made > 0 ? [[`${several(made, "output")} made by cdktf for other stacks`]] : [];
  const title: Line = [{ code: stack }, ` · ${several(all.length, "output")}`];
  return [
    folded(5, "outputs", title, [
      { kind: "list", items: [...counted(items, named.length), ...folds] },
    ]),
  ];
}

function noise({ stack, plan }: StackReview): Part[] {
  const changes = (plan?.changes ?? []).filter((change) => change.noise);
  if (changes.length === 0) return [];
  const rules = [...new Set(changes.map((change) => change.noise!))].sort();
  const of = (rule: NoiseRule) => changes.filter((change) => change.noise === rule);
  const audit = rules.map((rule) => `${of(rule).length} by the rule ${rule}`).join(", ");
  const items = rules.map(
    (rule): Line => [
      `${NOISE_WORDS[rule]} (rule ${rule}): `,
      ...of(rule)
        .slice(0, MOST)
        .flatMap((change, at): Line => [at > 0 ? ", " : "", { code: labelOf(change) }]),
      of(rule).length > MOST ? ` and ${of(rule).length - MOST} more` : "",
    ],
  );
  const title: Line = [{ code: stack }, ` · folded as noise: ${audit}`];
  return [
    {
      rank: 5,
      what: "what is folded as noise",
      forms: [
        () => [{ kind: "fold", title, blocks: [{ kind: "list", items }] }],
        () => [{ kind: "paragraph", line: title }],
      ],
    },
  ];
}

function counted(items: readonly Line[], total: number): Line[] {
  return total > items.length ? [...items, [`and ${total - items.length} more`]] : [...items];
}

function folded(rank: number, what: string, title: Line, blocks: readonly Block[]): Part {
  return {
    rank,
    what,
    forms: [() => [{ kind: "fold", title, blocks }], () => [{ kind: "paragraph", line: title }]],
  };
}
