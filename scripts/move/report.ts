import { reportPage } from "../stepwise/page.ts";
import { PURPOSES, STEPS } from "./plan/outcome.ts";
import type { MovePlan } from "./plan/plan.ts";
import type { Place, Progress } from "./plan/progress.ts";
import { serverName } from "./postgres/server.ts";
import { bucketName } from "./s3/plan.ts";

const PLACES: Readonly<Record<Place, string>> = {
  source: "The application is at the source.",
  target: "The application went over: the target is what people write to.",
};

/** A move of data as a page. */
export function movePage(plan: MovePlan, progress: Progress): string {
  const { place, name } = progress;
  return reportPage({
    title: `Move of ${name}`,
    place: PLACES[place],
    steps: STEPS,
    purposes: PURPOSES,
    progress,
    before: [{ title: "What moves", head: ["what", "from", "to"], rows: whatMoves(plan) }],
  });
}

function whatMoves({ postgres, s3, search }: MovePlan): string[][] {
  return [
    ...(postgres
      ? [[`postgres, by ${postgres.by}`, serverName(postgres.source), serverName(postgres.target)]]
      : []),
    ...(s3 ? [["s3", bucketName(s3.source), bucketName(s3.target)]] : []),
    ...(search ? [[`search, by ${search.by}`, search.source.url, search.target.url]] : []),
  ];
}
