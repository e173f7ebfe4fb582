import type { Told } from "./tell.ts";

/** What came of telling open requests, in words. */
export function describe(
  { told, stood, problems }: Told,
  { looked, more, dry }: { readonly looked: number; readonly more: boolean; readonly dry: boolean },
): string {
  const which = more
    ? `${looked} open requests that were changed last; there are more`
    : `${looked} open requests`;
  const telling = dry
    ? "Would be told that their plan is out of date"
    : "Told that their plan is out of date";
  return [
    `Looked at ${which}.`,
    ...listed(telling, told),
    ...listed("Said so already", stood),
    ...listed(
      "Could not be told",
      problems.map(({ request }) => request),
    ),
  ].join("\n");
}

function listed(what: string, requests: readonly string[]): string[] {
  return requests.length > 0 ? [`${what}: ${requests.join(", ")}.`] : [];
}
