import type { AccessChange } from "../../review/access/access.ts";
import { plain } from "../../review/phrase.ts";
import { alikeIn } from "../../review/set/contrast.ts";
import { type Block, type Line, type Part, paragraph } from "../document.ts";
import { type Scene, several } from "./scene.ts";

/** Most rows that say how environments differ, and who may do more. */
const MOST_CONTRASTS = 10;
const MOST_ACCESS = 15;

/** What broadens: who may do what, which port opens to whom. */
export function accessPart({ review }: Scene): Part[] {
  const all = review.stacks.flatMap(({ stack, plan }) =>
    (plan?.access ?? []).map((access): Seen => ({ stack, access })),
  );
  if (all.length === 0) return [];
  const of = (verdict: AccessChange["verdict"]) =>
    all.filter(({ access }) => access.verdict === verdict);
  const [broadens, open, narrows] = [of("broadens"), of("open"), of("narrows")];
  const told = [
    ...broadens.filter(({ access }) => access.wide),
    ...broadens.filter(({ access }) => !access.wide),
    ...open,
  ];
  const numbers = [
    `${broadens.length} broaden`,
    `${open.length} cannot be judged`,
    `${narrows.length} narrow`,
  ];
  const heading =
    broadens.length > 0 ? "Access broadens" : open.length > 0 ? "Access changes" : "Access narrows";
  const first: Block[] = [
    { kind: "heading", level: 3, line: [heading] },
    paragraph(`${numbers.join(" · ")}.`),
  ];
  const shown = told.slice(0, MOST_ACCESS).map(accessLine);
  const rest = [...told.slice(MOST_ACCESS), ...narrows];
  return [
    {
      rank: 1,
      what: several(told.length, "change of access", "changes of access"),
      forms: [
        () => (shown.length > 0 ? [...first, { kind: "list", items: shown }] : first),
        () => first,
      ],
    },
    ...(rest.length > 0 ? [folded(rest)] : []),
  ];
}

/** Bytes that a line about access takes at least. */
const LEAST_ACCESS = 30;

function folded(rest: readonly Seen[]): Part {
  const count = (verdict: AccessChange["verdict"]) =>
    rest.filter(({ access }) => access.verdict === verdict).length;
  const [broadens, open, narrows] = [count("broadens"), count("open"), count("narrows")];
  const counts = [
    ...(broadens > 0 ? [several(broadens, "more that broadens", "more that broaden")] : []),
    ...(open > 0 ? [`${open} more that cannot be judged`] : []),
    ...(narrows > 0 ? [several(narrows, "that narrows", "that narrow")] : []),
  ];
  const title: Line = [`access: ${counts.join(", ")}`];
  return {
    rank: 5,
    what: "the rest of what changes in access",
    fullSize: rest.length * LEAST_ACCESS,
    forms: [
      () => [{ kind: "fold", title, blocks: [{ kind: "list", items: rest.map(accessLine) }] }],
    ],
  };
}

/** A change of access, with the stack that it is in. */
interface Seen {
  readonly stack: string;
  readonly access: AccessChange;
}

function accessLine({ stack, access: { phrase, wide, verdict } }: Seen): Line {
  const mark: Line = wide ? [{ strong: "wide" }, ": "] : verdict === "open" ? ["not known: "] : [];
  return [{ code: stack }, " · ", ...mark, ...phrase];
}

/** What is done in one environment and not in another. */
export function contrastPart({ review }: Scene): Part[] {
  const { contrasts, stacks } = review;
  if (contrasts.length === 0) return [];
  const alike = alikeIn(stacks);
  const environments = [...new Set(contrasts.flatMap(({ actions }) => Object.keys(actions)))];
  const rows = contrasts
    .slice(0, MOST_CONTRASTS)
    .map(({ stack, label, actions, forcedBy }): Line[] => [
      [{ code: stack }],
      [{ code: label }, ...(forcedBy.length > 0 ? [" by ", { code: forcedBy.join(", ") }] : [])],
      ...environments.map((environment): Line => [actions[environment] ?? "not planned"]),
    ]);
  const more = contrasts.length - rows.length;
  return [
    {
      rank: 2,
      what: "how environments differ",
      forms: [
        () => [
          { kind: "heading", level: 3, line: ["Not the same in every environment"] },
          { kind: "table", head: ["Stack", "What", ...environments], rows },
          ...(more > 0
            ? [paragraph(`${several(more, "more difference")} between environments.`)]
            : []),
          ...(alike > 0
            ? [paragraph(`${several(alike, "other change")} of one kind in every environment.`)]
            : []),
        ],
      ],
    },
  ];
}

/** One line each for cost, provider locks, policy and what was pending before. */
export function linesPart(scene: Scene): Part[] {
  const lines = [costLine(scene), ...lockLines(scene), ...findingLines(scene), pendingLine(scene)];
  const items = lines.filter((line) => line !== undefined);
  if (items.length === 0) return [];
  const blocks: Block[] = [
    { kind: "heading", level: 3, line: ["Beside the changes"] },
    { kind: "list", items },
  ];
  return [{ rank: 1, what: "cost, locks and policy", forms: [() => blocks] }];
}

function costLine({ review }: Scene): Line | undefined {
  const known = review.stacks.flatMap(({ cost, result }) =>
    cost && result !== "removed" ? [cost] : [],
  );
  const based = known.filter(({ before }) => before !== undefined);
  if (based.length === 0) return undefined;
  const before = based.reduce((sum, cost) => sum + cost.before!, 0);
  const after = based.reduce((sum, cost) => sum + cost.after, 0);
  const change = after - before;
  if (Math.abs(change) < 0.005) return undefined;
  const share =
    before > 0
      ? ` (${change > 0 ? "+" : "–"}${Math.abs((change / before) * 100).toFixed(0)} %)`
      : "";
  const sign = change > 0 ? "+" : "–";
  return [
    { strong: "Fixed cost" },
    ` ${sign}$${Math.abs(change).toFixed(2)} a month${share}: $${before.toFixed(2)} before, $${after.toFixed(2)} after.`,
  ];
}

function lockLines({ review }: Scene): Line[] {
  const byMove = new Map<string, { readonly line: Line; readonly stacks: string[] }>();
  for (const { stack, providers } of review.stacks) {
    for (const { provider, from, to, onlyHashes } of providers) {
      const key = JSON.stringify([provider, from, to, onlyHashes]);
      const line: Line = onlyHashes
        ? ["the hashes of ", { code: provider }, " ", { code: to ?? "" }, " in the lock file"]
        : [{ code: provider }, " ", { code: from ?? "none" }, " to ", { code: to ?? "none" }];
      const known = byMove.get(key) ?? { line, stacks: [] };
      known.stacks.push(stack);
      byMove.set(key, known);
    }
  }
  return [...byMove.values()].map(({ line, stacks }) => [
    { strong: "Provider moves" },
    ": ",
    ...line,
    ` in ${several(stacks.length, "stack")}.`,
  ]);
}

function findingLines({ review }: Scene): Line[] {
  return review.findings
    .slice(0, 20)
    .map(({ tool, rule, severity, message, stack, address }) => [
      { strong: `Policy ${severity}` },
      " ",
      { code: `${tool} ${rule}` },
      ": ",
      { code: message },
      ...(stack ? [" in ", { code: [stack, address].filter(Boolean).join(" ") }] : []),
    ]);
}

function pendingLine({ review }: Scene): Line | undefined {
  if (!review.hasBase) return undefined;
  const pending = review.stacks.flatMap(({ stack, plan }) =>
    (plan?.changes ?? [])
      .filter((change) => change.pending && !change.noise)
      .map(({ address }) => `${stack} ${address}`),
  );
  if (pending.length === 0) return undefined;
  return [
    { strong: "Not from this change" },
    `: ${several(pending.length, "change")} that nothing here leads to ${pending.length === 1 ? "was" : "were"} pending before: `,
    { code: pending.slice(0, 5).join(", ") },
    pending.length > 5 ? ` and ${pending.length - 5} more.` : ".",
  ];
}

/** The sentence of an access change as text, for tests and data. */
export function accessText(change: AccessChange): string {
  return plain(change.phrase);
}
