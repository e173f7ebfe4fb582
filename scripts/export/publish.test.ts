// @module-tag long
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, stepsIn, workflowFiles } from "../check/workflows/read.ts";
import { StepRunner } from "../check/workflows/runner.ts";
import { StandIn, TOKEN } from "../hcp/testing/stand-in.ts";
import { missing } from "../parts/parts.ts";
import { git } from "../plan/git.ts";
import { CATALOGUE } from "./catalogue.ts";
import { exportModules, named } from "./export.ts";
import { publishModules } from "./publish.ts";

const PATH = ".github/workflows/modules-release.yml";

describe.skipIf(missing("terraform"))("the workflow that publishes", () => {
  let standIn: StandIn;
  let root: string;

  beforeAll(async () => {
    standIn = await StandIn.start();
    root = mkdtempSync(join(tmpdir(), "groundplan-export-"));
    for (const file of ["LICENSE", "cdktf.json"]) cpSync(join(ROOT, file), join(root, file));
    symlinkSync(join(ROOT, "modules"), join(root, "modules"));
    mkdirSync(join(root, "scripts/export"), { recursive: true });
    await git(root, "init", "--quiet");
    await release("modules-v1.0.0", "{}");
  });
  afterAll(async () => {
    rmSync(root, { recursive: true });
    await standIn.stop();
  });

  /** Commits and tags what was recorded. */
  async function release(tag: string, shapes: string): Promise<void> {
    writeFileSync(join(root, "scripts/export/shapes.json"), shapes);
    await git(root, "add", "LICENSE", "scripts");
    const author = ["-c", "user.name=Kim", "-c", "user.email=kim@example.com"];
    await git(root, ...author, "commit", "--quiet", "--message", tag);
    await git(root, "tag", tag);
  }

  /** Runs the script of the workflow, as it is written, for a tag. */
  async function publish(tag: string) {
    const { step } = stepsIn(workflowFiles()).find(
      ({ file, step }) => file.path === PATH && step.run !== undefined,
    )!;
    const runner = new StepRunner(root, { ...standIn.env, GITHUB_REF_NAME: tag, CI: "true" });
    return runner.run(step, {
      "secrets.HCP_MODULES_TOKEN": "",
      "vars.HCP_HOST || 'app.terraform.io'": standIn.host,
      "vars.HCP_ORGANIZATION": "acme",
    });
  }

  /** Publishes two modules in this very process. */
  function published(tag: string) {
    const outcome = exportModules(ROOT, named(CATALOGUE, ["aws/registry", "aws/secret"]).modules);
    const { host, env } = standIn;
    const place = { host, organization: "acme", env, talk: () => {} };
    return publishModules(root, tag, "exported" in outcome ? outcome.exported : [], place);
  }

  it("makes each module and its version, once", { timeout: 240_000 }, async () => {
    const first = await publish("modules-v1.0.0");
    expect([first.code, first.stderr]).toEqual([0, ""]);
    expect(first.stdout.match(/published/g)).toHaveLength(CATALOGUE.length);
    const [id] = [...standIn.store.modules.get("bucket/aws")!.values()];
    const archive = gunzipSync(standIn.store.versions.get(id!)!.bytes!).toString("latin1");
    expect(archive).toContain("aws_s3_bucket_versioning");
    expect(archive).toContain("examples/complete/main.tf");
    expect(standIn.tokensToArchive).toBe(0);

    expect(`${first.stdout}${first.stderr}`).not.toContain(TOKEN);
    expect(await published("modules-v1.0.0")).toEqual([
      { module: "terraform-aws-registry", outcome: "was there" },
      { module: "terraform-aws-secret", outcome: "was there" },
    ]);
    expect(standIn.count(/^POST .*\/versions$/)).toBe(CATALOGUE.length);
  });

  it("sends nothing for a tag that is too small a step, or is not what is checked out", async () => {
    await release("modules-v1.0.1", "{ }");
    const requests = standIn.requests.length;
    await expect(published("modules-v1.0.1")).rejects.toThrow(
      "modules-v1.0.1 is too small a step after modules-v1.0.0: the changes are minor; tag modules-v1.1.0",
    );
    await expect(published("modules-v1.0.0")).rejects.toThrow(
      / is checked out; check out the tag$/,
    );
    await expect(published("v1.0.0")).rejects.toThrow(
      "the tag must be like modules-v1.2.3, got v1.0.0",
    );
    expect(standIn.requests).toHaveLength(requests);
  });
});
