import { wordsOf } from "../../rehearsal/learn/hear/knowledge.ts";
import { Unanswered } from "../../rehearsal/learn/provider/client.ts";
import type { Asked } from "../../rehearsal/learn/provider/session.ts";
import { type Change, changeOf } from "../../rehearsal/learn/terraform/change.ts";
import { dotted } from "../../rehearsal/provider/cty/path.ts";
import type { Diagnostic } from "../../rehearsal/provider/protocol/messages.ts";
import type { Block } from "../../rehearsal/provider/schema/schema.ts";
import type { Case } from "./cases.ts";
import { type Difference, differences } from "./compare.ts";
import type { ProviderPair } from "./provider-pair.ts";

/** What came of asking both. */
export type Verdict =
  /** The real provider wanted its cloud, or ended. */
  | { readonly outcome: "not comparable"; readonly why: string }
  /** The real provider accepts, and ours refuses. */
  | { readonly outcome: "refused wrongly"; readonly words: string }
  /** The real provider refuses. */
  | {
      readonly outcome: "refused";
      readonly agrees: boolean;
      readonly real: readonly string[];
      readonly ours: readonly string[];
    }
  /** Both accept. */
  | {
      readonly outcome: "planned";
      readonly action: readonly [real: string, ours: string];
      readonly replacePaths: readonly [real: string, ours: string];
      readonly differences: readonly Difference[];
    };

/** Asks both providers and compares. */
export async function judge(pair: ProviderPair, asked: Case): Promise<Verdict> {
  const { block } = pair.real.schemas.resources[asked.type]!;
  let real: Change;
  try {
    real = await answerOf(pair.real, asked, block);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return { outcome: "not comparable", why: error.why };
  }
  const words = real.problems.map(wordsOf).join("; ");
  if (CLOUD.test(words)) return { outcome: "not comparable", why: words };
  const ours = await answerOf(pair.ours, asked, block);
  if (real.action === "refused") return refusal(real.problems, ours.problems);
  if (ours.action === "refused") {
    const said = ours.problems.map((one) => `${placeOf(one)}: ${wordsOf(one)}`);
    return { outcome: "refused wrongly", words: said.join("; ") };
  }
  return {
    outcome: "planned",
    action: [real.action, ours.action],
    replacePaths: [real.replacePaths.join(), ours.replacePaths.join()],
    differences: differences(block, real.after!, ours.after!),
  };
}

/** What a provider says when it asked its cloud and nobody answered. */
const CLOUD =
  /127\.0\.0\.1:9|connection refused|operation error|RequestError|dial tcp|StatusCode|deadline exceeded|no such host/;

async function answerOf(provider: Asked, asked: Case, block: Block): Promise<Change> {
  const problems = await provider.validate(asked.type, block, asked.config);
  if (problems.length > 0) {
    return { action: "refused", replacePaths: [], after: undefined, problems };
  }
  return changeOf(provider, asked.type, block, asked.prior, asked.config);
}

/**
 * Both refuse when they blame the same attribute. Where the real provider names none beside its
 * words (it does so for rules that the whole resource must keep), the words tell which it means.
 */
function refusal(real: readonly Diagnostic[], ours: readonly Diagnostic[]): Verdict {
  const blames = (one: Diagnostic, place: string): boolean => {
    const own = placeOf(one);
    return own === place || (own === "" && place !== "" && wordsOf(one).includes(place));
  };
  return {
    outcome: "refused",
    agrees: ours.some((mine) => real.some((one) => blames(one, placeOf(mine)))),
    real: real.map((one) => `${placeOf(one)}: ${wordsOf(one)}`),
    ours: ours.map((one) => `${placeOf(one)}: ${wordsOf(one)}`),
  };
}

function placeOf({ attribute }: Diagnostic): string {
  return dotted(attribute?.steps ?? []);
}
