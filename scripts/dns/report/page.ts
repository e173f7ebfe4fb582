import { reportPage } from "../../stepwise/page.ts";
import { PURPOSES, STEPS } from "../move/outcome.ts";
import type { Place, Progress } from "../move/progress.ts";

const PLACES: Readonly<Record<Place, string>> = {
  old: "The world asks Route 53.",
  "to-new":
    "The registrar was told of Cloudflare's name servers; caches still forget the old ones.",
  new: "The world asks Cloudflare.",
  "to-old": "The registrar was told to go back to Route 53; caches still forget the new ones.",
};

/** The move of a zone as a page. */
export function zonePage(progress: Progress): string {
  const { zone, place, proxied } = progress;
  const names = Object.entries(proxied).map(([name, { since, goodSince }]) => [
    name,
    since,
    goodSince ?? "not seen good yet",
  ]);
  return reportPage({
    title: `Move of ${zone}`,
    place: PLACES[place],
    steps: STEPS,
    purposes: PURPOSES,
    progress,
    after: [{ title: "Behind Cloudflare", head: ["name", "since", "good since"], rows: names }],
  });
}
