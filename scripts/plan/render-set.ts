import { type Format, type Rendered, render, Withheld } from "../render/render.ts";
import { Secrets } from "../review/secret/secrets.ts";
import { reviewSet, type SetReview } from "../review/set/set.ts";
import { loadPlanSet } from "./load.ts";

/** Reviews a plan set and renders the review. */
export function renderSet(
  folder: string,
  options: { readonly format: Format; readonly colour?: boolean },
): {
  readonly rendered: Rendered;
  readonly review: SetReview;
  /** The review as JSON, when nothing in it must be hidden. */
  readonly json: () => string;
} {
  const { input, from } = loadPlanSet(folder);
  const secrets = new Secrets();
  const review = reviewSet(input, secrets);
  const json = (): string => {
    const text = JSON.stringify(review, null, 2);
    if (secrets.isIn(text)) throw new Withheld();
    return text;
  };
  return { rendered: render({ review, from, secrets, ...options }), review, json };
}
