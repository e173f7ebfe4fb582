import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPart, findProviderMirror, missing, missingAwsProvider } from "../../parts/parts.ts";
import { EDITS } from "./edits.ts";
import { type Estate, motoEstate } from "./estate.ts";
import { realWorld, rehearsedWorld, Side, type World } from "./side.ts";
import { type Story, tell } from "./story.ts";

/** Two stacks that moto makes without waiting; `pnpm bench moto` takes all. */
const STACKS = ["dev-music-graph-certificates", "dev-music-library-logs"];

const EDITED = ["a longer session", "a bucket by another name"];

const skip = missing("moto_server") || missing("terraform") || missingAwsProvider();

describe.skipIf(skip)("stacks on moto with the real AWS provider, and rehearsed", () => {
  const edits = EDITS.filter(({ what }) => EDITED.includes(what));
  let folder: string;
  let estate: Estate;
  let rehearsed: Story;

  const story = async (name: string, world: World): Promise<Story> => {
    try {
      return await tell(new Side(join(folder, name), findPart("terraform")!, world), estate, edits);
    } finally {
      await world.stop();
    }
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-moto-"));
    estate = motoEstate(STACKS);
    rehearsed = await story("rehearsed", await rehearsedWorld(estate));
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are the same things, with the same plans after edits, and go alike", async () => {
    const real = await story("real", await realWorld(findProviderMirror()!, join(folder, "real")));
    expect(rehearsed).toEqual(real);
  }, 600_000);

  it("are all there, with an empty second plan; an edit shows, and nothing is left", () => {
    expect(rehearsed.standing).toHaveLength(7);
    expect(rehearsed.again).toEqual([]);
    expect(rehearsed.edits["a longer session"]).toEqual([
      "update module.dev-music-graph-certificates.aws_iam_role.certbot: max_session_duration",
    ]);
    expect(rehearsed.edits["a bucket by another name"]).toHaveLength(4);
    expect(rehearsed.left).toEqual([]);
  });
});
