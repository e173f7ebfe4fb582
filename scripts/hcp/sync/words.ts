import type { Change } from "./changes.ts";

/** A change as a row for people: workspace, and what becomes of it. */
export function rowOf(change: Change): readonly [workspace: string, what: string] {
  switch (change.kind) {
    case "project":
      return ["", `make project ${change.project}`];
    case "workspace": {
      const { place, attributes } = change.wanted;
      const where = place.project ? ` in project ${place.project}` : "";
      return [place.workspace, `make it${where}, execution ${attributes["execution-mode"]}`];
    }
    case "settings":
      return [
        change.wanted.place.workspace,
        change.settings
          .map(({ name, from, to }) => `${name}: ${shown(from)} to ${shown(to)}`)
          .join(", "),
      ];
    case "tags":
      return [change.wanted.place.workspace, `tag with ${change.tags.join(", ")}`];
    case "variable":
      return [change.wanted.place.workspace, `set variable ${change.key} to ${change.value}`];
    case "reader":
      return [change.producer, `let ${change.consumer} read its state`];
    case "trigger":
      return [change.consumer, `run after ${change.producer} is applied`];
  }
}

function shown(value: string): string {
  return value === "" ? "nothing" : value;
}
