import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dev } from "@groundplan/environments/dev/environment";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPart, missing, missingAwsProvider } from "../../parts/parts.ts";
import { providerBinary } from "../agreement/agreement-bench.ts";
import type { Edit } from "./edits.ts";
import { type Estate, motoEstate } from "./estate.ts";
import { Side } from "./side.ts";
import { type Story, tell } from "./story.ts";
import { realWorld, rehearsedWorld, type World } from "./world.ts";

/** Two stacks for which the provider does not wait; `pnpm bench moto` takes all. */
const STACKS = ["dev-music-graph-certificates", "dev-foundation-ci"];

/** One edit in place, and one that replaces. */
const EDITS: readonly Edit[] = [
  {
    what: "a longer session",
    stack: "dev-music-graph-certificates",
    type: "aws_iam_role",
    at: ["max_session_duration"],
    to: 7200,
  },
  {
    what: "another policy of AWS's own",
    stack: "dev-foundation-ci",
    type: "aws_iam_role_policy_attachment",
    at: ["policy_arn"],
    to: "arn:aws:iam::aws:policy/SecurityAudit",
  },
];

const skip = missing("moto_server") || missing("terraform") || missingAwsProvider();

describe.skipIf(skip)("stacks on moto with the real AWS provider, and rehearsed", () => {
  let folder: string;
  let estate: Estate;
  let rehearsed: Story;

  const story = async (name: string, world: World): Promise<Story> => {
    try {
      return await tell(new Side(join(folder, name), findPart("terraform")!, world), estate, EDITS);
    } finally {
      await world.stop();
    }
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-moto-"));
    estate = motoEstate(dev, STACKS);
    rehearsed = await story("rehearsed", await rehearsedWorld(estate));
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are the same things, with the same plans after edits, and go alike", async () => {
    const world = await realWorld(providerBinary()!, folder, estate);
    const real = await story("real", world);
    expect(rehearsed).toEqual(real);
  }, 600_000);

  it("are all there, with an empty second plan; an edit shows, and nothing is left", () => {
    expect(rehearsed.standing).toHaveLength(15);
    expect(rehearsed.again).toEqual([]);
    expect(rehearsed.edits["a longer session"]).toEqual([
      "update module.dev-music-graph-certificates.aws_iam_role.certbot: max_session_duration",
    ]);
    expect(rehearsed.edits["another policy of AWS's own"]).toEqual([
      "replace module.dev-foundation-ci.aws_iam_role_policy_attachment.aws-plan_read-only: policy_arn",
      "update module.dev-foundation-ci.aws_iam_role_policy_attachments_exclusive.aws-plan_attachments: policy_arns.0",
    ]);
    expect(rehearsed.left).toEqual([]);
  });
});
