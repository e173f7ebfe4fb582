import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { planOf } from "../review/testing/handmade.ts";
import { messageOf } from "../stacks/testing/message-of.ts";
import { loadPlanSet } from "./load.ts";
import { STACK_FILES } from "./manifest.ts";
import { NewPlanSet } from "./set.ts";

const STACK = "dev-shop-network";
const FINDING = { tool: "policy", rule: "encrypted", severity: "error", message: "encrypt it" };

describe("a plan set that is read for a review", () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), "groundplan-load-")), ".plan");
    const set = new NewPlanSet(folder);
    const providers = { google: { source: "google", version: "6.50.0" }, aws: { source: "aws" } };
    const write = (name: string, data: unknown) =>
      writeFileSync(join(set.stack(STACK), name), JSON.stringify(data));
    write(STACK_FILES.json, planOf([]));
    write(STACK_FILES.template, { terraform: { required_providers: providers } });
    set.finish({
      ...{ version: 1, engine: { engine: "terraform", version: "1.11.4" } },
      ...{ dirty: false, rehearsal: false, planned: "2026-11-21T14:02:00.000Z" },
      command: "infra plan dev",
      stacks: [
        {
          ...{ stack: STACK, environment: "dev", dependencies: [], result: "planned" },
          ...{ problems: [], warnings: [], stale: [], providers: [], files: set.seal(STACK) },
        },
      ],
    });
  });
  afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

  /** Writes what a tool has found. */
  const find = (data: unknown) => {
    mkdirSync(join(folder, "findings"), { recursive: true });
    writeFileSync(join(folder, "findings", "policy.json"), JSON.stringify(data));
  };

  it("says which providers it was planned with", () => {
    expect(loadPlanSet(folder).from.providers).toEqual(["aws at any version", "google 6.50.0"]);
  });

  it("has what other tools have found", () => {
    find([FINDING]);
    expect(loadPlanSet(folder).input.findings).toEqual([FINDING]);
  });

  it.each([
    ["no list", { findings: [FINDING] }],
    ["a finding without a rule", [FINDING, { ...FINDING, rule: undefined }]],
    ["a severity that nobody knows", [{ ...FINDING, severity: "fatal" }]],
    ["a stack that is no text", [{ ...FINDING, stack: ["dev"] }]],
  ])("is refused with %s, rather than read without it", (_, data) => {
    find(data);
    expect(messageOf(() => loadPlanSet(folder))).toContain(
      `${join(folder, "findings/policy.json")} must be a list of findings, all of them texts: tool, rule, message, severity (error, warning or note), and stack and address where they are about one; let the tool write it again`,
    );
  });
});
