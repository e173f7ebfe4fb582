import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { smallDisk } from "../parts/small-disk.ts";
import { type StackSpec, TestProject } from "../rehearsal/run/testing/project.ts";
import { S3 } from "./testing/machines.ts";

const RESOURCE = { terraform_data: { role: { input: "role" } } };
const CLOUD = {
  organization: "acme",
  workspaces: { name: "acme-dev-foundation-ci", project: "dev" },
};

describe.skipIf(missing("terraform"))("bootstrap", () => {
  const projects: TestProject[] = [];
  afterEach(() => {
    for (const project of projects.splice(0)) project.remove();
  });
  const infra = (stacks: Readonly<Record<string, StackSpec>>, ...args: string[]) => {
    const project = new TestProject(stacks);
    projects.push(project);
    return project.infra(["bootstrap", ...args]);
  };

  it("says what there is to do where states lie in files", async () => {
    const terraform = { backend: { local: { path: "../../../.state/dev/ci.tfstate" } } };
    const stacks = { "dev-foundation-ci": { terraform, resource: RESOURCE } };
    const { code, stdout } = await infra(stacks, "dev", "--yes");
    expect(code).toBe(0);
    expect(stdout).toBe(
      "the states of dev lie in files below .state: there is no bucket to make\n" +
        "1. apply dev-foundation-ci as any other stack: cdktf deploy dev-foundation-ci\n" +
        "2. keep .state safe: it is the only copy, for one person alone. A team wants kind s3, gcs or cloud\n",
    );
  });

  it("says what there is to do where states lie on HCP Terraform", async () => {
    const stacks = { "dev-foundation-ci": { terraform: { cloud: CLOUD }, resource: RESOURCE } };
    const { code, stdout } = await infra(stacks, "dev", "--yes");
    expect(code).toBe(0);
    expect(stdout).toBe(
      "the states of dev lie on app.terraform.io: there is no bucket to make\n" +
        "1. terraform login app.terraform.io\n" +
        "2. make sure that the organisation acme has the project dev\n" +
        "3. workspaces are made by the first init and run remotely; set their execution mode to local where credentials are yours\n" +
        "4. lock the providers and commit the locks: infra lock. A remote run has no other way to tell a right package from a wrong one\n" +
        "5. apply dev-foundation-ci as any other stack: cdktf deploy dev-foundation-ci\n",
    );
  });

  it.each([
    [["prd"], 2, "infra: no environment or stack is called prd; see infra list\n"],
    [["dve"], 2, "infra: no environment or stack is called dve; did you mean dev?\n"],
    [
      ["test"],
      1,
      "infra: test has no foundation; set apps.foundation in environments/test/environment.ts\n",
    ],
    [[], 2, "infra: infra bootstrap wants <environment>: the environment to bootstrap\n"],
  ])("refuses %j", async (names, code, said) => {
    const stacks = { ...S3.estate, "test-app-a": { resource: RESOURCE } };
    const ended = await infra(stacks, ...names, "--yes");
    expect(ended.stderr).toBe(said);
    expect(ended.code).toBe(code);
  });

  it("changes nothing where nobody can be asked", async () => {
    const { code, stderr } = await infra(S3.estate, "dev");
    expect(code).toBe(2);
    expect(stderr).toBe(
      "infra: infra bootstrap asks before it changes anything, and nobody can answer here: add --yes, or --dry-run to look\n",
    );
  });
});

const disk = smallDisk(12);

describe.skipIf(disk.isMissing || missing("terraform"))("on a disk that is nearly full", () => {
  it("bootstrap stops before it asks any cloud (F25)", async () => {
    const project = new TestProject(S3.estate, join(disk.folder, "project"));
    const { code, stderr } = await project.infra(["bootstrap", "dev", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^infra: \S+\.bootstrap: \d+ MiB are free, and this bootstrap needs 17 MiB; make room and try again\. Nothing was changed\n$/,
    );
    expect(existsSync(join(project.root, ".bootstrap"))).toBe(false);
  });
});
