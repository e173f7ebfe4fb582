import { type Marker, mark } from "../marker.ts";

/** Heads of pull requests in tests. */
export const [FIRST, SECOND] = ["a".repeat(40), "b".repeat(40)];

/** A marker; each test changes one thing. */
export const MARKER: Marker = {
  app: "groundplan",
  request: "7",
  head: FIRST,
  run: "100",
  attempt: 1,
  at: "2026-11-21T14:00:00.000Z",
  state: "planned",
  sets: {},
};

/** A body of ours. */
export function bodyOf(text: string, marker: Partial<Marker> = {}): string {
  return mark({ ...MARKER, ...marker }, text);
}
