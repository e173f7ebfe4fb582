import { rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { smallDisk } from "../../parts/small-disk.ts";
import { messageOf } from "../../stacks/testing/message-of.ts";
import { checkSpace, meansDiskFull } from "./space.ts";
import { TestProject } from "./testing/project.ts";

const disk = smallDisk(24);

const STACK = { resource: { terraform_data: { a: { input: "x" } } } };

describe("room on the disk", () => {
  it("is recognised in what a program says", () => {
    expect(meansDiskFull("write errored.tfstate: no space left on device")).toBe(true);
    expect(meansDiskFull(Object.assign(new Error("write"), { code: "ENOSPC" }))).toBe(true);
    expect(meansDiskFull("permission denied")).toBe(false);
  });

  it("is asked for before anything begins", () => {
    expect(messageOf(() => checkSpace(disk.folder, 1024 ** 5))).toMatch(
      /: \d+ MiB are free, and this rehearsal needs 4294967312 MiB; make room and try again\. Nothing was changed$/,
    );
    expect(messageOf(() => checkSpace(disk.folder, 1024))).toBeUndefined();
  });

  describe.skipIf(disk.isMissing)("on a disk of 24 MiB", () => {
    let project: TestProject;
    const ballast = join(disk.folder, "ballast");
    const fill = (mib: number) => writeFileSync(ballast, Buffer.alloc(mib * 1024 * 1024));
    beforeAll(() => {
      project = new TestProject({ "dev-app-a": STACK }, join(disk.folder, "project"));
    });

    it("stops a rehearsal that would not fit, with nothing begun", async () => {
      fill(10);
      const { code, stderr } = await project.infra(["rehearse", "dev"]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/MiB are free, and this rehearsal needs 17 MiB; make room/);
      expect(project.has("dev")).toBe(false);
    });

    it("writes the state in room that was held for it when the disk runs full on the way", async () => {
      rmSync(ballast, { force: true });
      const fillUp = ["64k", "4k"].map(
        (size) => `dd if=/dev/zero of=${ballast}-${size} bs=${size} 2>/dev/null`,
      );
      const big = { input: `\${terraform_data.a.id}${"x".repeat(300_000)}` };
      const filling = { "local-exec": { command: `${fillUp.join("; ")}; true` } };
      const stack = { resource: { terraform_data: { a: { provisioner: [filling] }, big } } };
      project.setStacks({ "dev-app-a": stack });
      const full = await project.infra(["rehearse", "dev"]);
      expect(full.stdout).toMatch(/dev-app-a +2 +2 create .* ok/);
      const state = JSON.parse(project.read("dev/dev-app-a/terraform.tfstate"));
      expect(state.resources).toHaveLength(2);
      expect(statSync(`${ballast}-64k`).size).toBeGreaterThan(0);
    });
  });
});
