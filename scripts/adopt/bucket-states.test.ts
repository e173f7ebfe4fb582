import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { inPassing, type SessionOptions } from "../state/session.ts";
import { type Server, startGcs, startMoto } from "../state/testing/servers.ts";
import { findTerraform } from "../terraform/find.ts";
import { terraformStep } from "../terraform/step.ts";
import { type BucketAddress, bucketAddress, readBucketStates } from "./bucket-states.ts";

/** Each workspace is programs of its own: a loaded machine may take its time. */
const PATIENCE = 240_000;

const SECRET = "what nobody may see";

describe.each([
  { at: "gs://old-states/graph", start: startGcs, skipped: missing("fake-gcs-server"), env: {} },
  {
    ...{ at: "s3://old-states/graph/terraform.tfstate", start: startMoto },
    ...{ skipped: missing("moto_server"), env: { AWS_REGION: "us-east-1" } },
  },
])("workspaces in a bucket: $at", ({ at, start, skipped, env }) => {
  const skip = skipped || missing("terraform");
  let server: Server;
  let root: string;
  let options: SessionOptions;
  const address = bucketAddress(at) as BucketAddress;

  beforeAll(async () => {
    if (skip) return;
    server = await start();
    await server.createBucket("old-states");
    root = mkdtempSync(join(tmpdir(), "groundplan-buckets-"));
    const found = await findTerraform({ env: process.env, tools: "" });
    if (!("terraform" in found)) throw new Error(found.problem);
    const variables = { ...server.env, ...env, TF_CLI_CONFIG_FILE: "/dev/null" };
    options = {
      project: { root, app: "", output: "", rehearsal: "", tools: "" },
      ...{ terraform: found.terraform, command: "infra adopt", talk: () => {} },
      env: { PATH: process.env["PATH"], HOME: root, ...variables },
    };
    await makeWorkspaces();
  }, PATIENCE);
  afterAll(async () => {
    if (skip) return;
    await server.stop();
    rmSync(root, { recursive: true, force: true });
  });

  /** What makers had: the same code in two workspaces, one of them the first. */
  function makeWorkspaces(): Promise<void> {
    return inPassing(options, async ({ setting }) => {
      const resource = { terraform_data: { thing: { input: SECRET } } };
      const code = { terraform: { backend: address.backend }, resource };
      writeFileSync(join(root, "main.tf.json"), JSON.stringify(code));
      const run = (...args: string[]) => terraformStep(setting, root, args);
      await run("init", "-input=false");
      await run("apply", "-auto-approve", "-input=false");
      await run("workspace", "new", "dev");
      await run("apply", "-auto-approve", "-input=false");
    });
  }

  it.skipIf(skip)("are read by Terraform itself", { timeout: PATIENCE }, async () => {
    const states = await readBucketStates(options, [{ ...address, name: "old" }]);
    expect(states.map((each) => "things" in each && each.things.map(({ key }) => key))).toEqual([
      ["old-default terraform_data.thing"],
      ["old-dev terraform_data.thing"],
    ]);
  });

  it.skipIf(skip)(
    "that are not there are told in Terraform's words",
    {
      timeout: PATIENCE,
    },
    async () => {
      const typed = at.replace("old-states", "no-such-states");
      const gone = bucketAddress(typed) as BucketAddress;
      const [state] = await readBucketStates(options, [gone]);
      const problem = state && "problem" in state ? state.problem : "";
      expect(problem).toMatch(/^(gs|s3):\/\/no-such-states\/\S+: [\s\S]*(exist|NoSuchBucket|404)/);
      expect(problem).not.toContain(SECRET);
    },
  );
});

describe("an address of a bucket", () => {
  it("names a key in S3, and may name a prefix in Cloud Storage", () => {
    expect(bucketAddress("s3://old-states")).toEqual({
      problem: "s3://old-states: give the key as well: s3://old-states/<folder>/terraform.tfstate",
    });
    expect(bucketAddress("old=gs://old-states/a/")).toEqual({
      ...{ typed: "old=gs://old-states/a/", name: "old" },
      backend: { gcs: { bucket: "old-states", prefix: "a" } },
    });
    expect(bucketAddress("gs://old-states")).toMatchObject({
      backend: { gcs: { bucket: "old-states" } },
    });
    expect(bucketAddress("../old")).toBeUndefined();
  });
});
