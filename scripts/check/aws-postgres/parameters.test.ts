import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  appliesAt,
  OWN_PARAMETERS,
  whyUnknown,
} from "../../../modules/aws/database/postgres-parameters.ts";
import { findPart, missing } from "../../parts/parts.ts";

const VERSION = 15;

/** Parameters of the real PostgreSQL, by name in lower case, with when they take effect. */
function describedByPostgres(): Map<string, string> {
  const program = join(dirname(findPart("pg_ctl")!), "postgres");
  const lines = execFileSync(program, ["--describe-config"], { encoding: "utf8" }).split("\n");
  return new Map(
    lines.map((line) => {
      const [name = "", context = ""] = line.split("\t");
      return [name.toLowerCase(), context];
    }),
  );
}

describe.skipIf(missing("pg_ctl"))(`a real PostgreSQL ${VERSION}`, () => {
  let described: Map<string, string>;
  beforeAll(() => {
    described = describedByPostgres();
  });
  const [ours, later] = [true, false].map((has) =>
    OWN_PARAMETERS.filter((name) => (whyUnknown(name, VERSION) === undefined) === has),
  );

  it("has every parameter that the module takes for it, and starts anew for the same ones", () => {
    expect(ours!.length).toBeGreaterThan(200);
    for (const name of ours!) {
      const waits = described.get(name) === "postmaster" ? "pending-reboot" : "immediate";
      expect([name, described.has(name), appliesAt(name)]).toEqual([name, true, waits]);
    }
  });

  it("has none of those that the module refuses for it", () => {
    expect(later!.length).toBeGreaterThan(5);
    expect(later!.filter((name) => described.has(name))).toEqual([]);
  });
});
