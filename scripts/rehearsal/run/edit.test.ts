// @module-tag long
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyWorkload } from "../../bench/synth/copy.ts";
import { missing } from "../../parts/parts.ts";
import { TestProject } from "./testing/project.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
const SYNTH = join(ROOT, "scripts/synth/main.sh");
const STACK = "dev-music-library-network";

describe.skipIf(missing("terraform"))("a value that is edited in environments/dev", () => {
  let project: TestProject;
  beforeAll(async () => {
    const { root, entry } = copyWorkload(
      ROOT,
      "estate",
      mkdtempSync(join(tmpdir(), "groundplan-edit-")),
    );
    project = new TestProject({}, root, `sh ${SYNTH} ${entry}`);
    const { code, stdout } = await project.infra(["rehearse", STACK]);
    expect({ code, stdout }).toMatchObject({ code: 0 });
  });
  afterAll(() => project.remove());

  /** Edits the values of dev, and tells what the next rehearsal says. */
  const rehearseWith = (from: string, to: string) => {
    const file = join(project.root, "environments/dev/environment.ts");
    const text = readFileSync(file, "utf8");
    expect(text).toContain(from);
    writeFileSync(file, text.replaceAll(from, to));
    return project.infra(["rehearse", STACK]);
  };

  it("is exactly the update that the next plan shows", async () => {
    const { code, stdout } = await rehearseWith("ami-0123456789abcdef0", "ami-0fedcba9876543210");
    expect(code).toBe(0);
    expect(planOf(stdout)).toEqual([
      "  ~ update aws_autoscaling_group.network_egress_nat-instance",
      '      launch_template.0.version: "1" -> known after apply',
      "  ~ update aws_launch_template.network_egress_nat-instance_template",
      '      image_id: "ami-0123456789abcdef0" -> "ami-0fedcba9876543210"',
    ]);
    expect(stdout).toMatch(/dev-music-library-network +36 +2 update +[\d.]+ s +ok/);
  });

  it("is a replacement where no cloud could change it, and the plan says of what, by what", async () => {
    const { code, stdout } = await rehearseWith("10.20.0.0/16", "10.25.0.0/16");
    expect(code).toBe(0);
    expect(stdout).toContain("-/+ replace aws_vpc.network\n");
    expect(stdout).toContain(
      'cidr_block: "10.20.0.0/16" -> "10.25.0.0/16"  (forces the replacement)',
    );
  });
});

/** The lines that tell what changes, without the hashes of ids. */
function planOf(stdout: string): string[] {
  const lines = stdout.split("\n\n")[0]!.split("\n").slice(1);
  return lines.map((line) => line.replace(/_[0-9A-F]{8}$/, ""));
}
