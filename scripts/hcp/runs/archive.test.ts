import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { messageOf } from "../../stacks/testing/message-of.ts";
import { packFolder } from "./archive.ts";

describe("a folder that is uploaded", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-archive-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const listed = () =>
    execFileSync("tar", ["-tzf", "-"], { input: packFolder(folder) })
      .toString()
      .trim()
      .split("\n");

  it("arrives whole, whatever is in it and however long its paths are", () => {
    const deep = `assets/${"d".repeat(90)}/${"e".repeat(30)}.bin`;
    write("cdk.tf.json", "{}");
    write(deep, "\u0000ä".repeat(400));
    write("assets/run.sh", "true");
    chmodSync(join(folder, "assets/run.sh"), 0o755);
    const target = mkdtempSync(join(tmpdir(), "groundplan-archive-"));
    execFileSync("tar", ["-xzf", "-"], { cwd: target, input: packFolder(folder) });
    const same = execFileSync("diff", ["-r", folder, target]).toString();
    const mode = execFileSync("find", [target, "-name", "run.sh", "-perm", "755"]).toString();
    rmSync(target, { recursive: true });
    expect(same).toBe("");
    expect(mode).toContain("run.sh");
  });

  it("leaves out what Terraform leaves behind, states and plans", () => {
    for (const path of [
      "cdk.tf.json",
      ".terraform.lock.hcl",
      ".terraform/terraform.tfstate",
      "terraform.tfstate.backup",
      "errored.tfstate",
      "x.tfplan",
    ]) {
      write(path, "x");
    }
    expect(listed()).toEqual([".terraform.lock.hcl", "cdk.tf.json"]);
  });

  it("has the same bytes whenever its files were written", () => {
    write("cdk.tf.json", "{}");
    const first = packFolder(folder);
    utimesSync(join(folder, "cdk.tf.json"), 1, 1);
    expect(packFolder(folder).equals(first)).toBe(true);
  });

  it("is refused with the path where it holds a link", () => {
    symlinkSync("/etc/passwd", join(folder, "asset"));
    expect(messageOf(() => packFolder(folder))).toBe(
      `${folder}/asset cannot be uploaded: it is a link to /etc/passwd; copy the file in its place`,
    );
  });

  it("is refused with the path where that is longer than an archive takes", () => {
    write(`${"n".repeat(120)}.bin`, "");
    expect(messageOf(() => packFolder(folder))).toBe(
      `${folder}/${"n".repeat(120)}.bin cannot be uploaded: its path is too long for a tar archive; give the asset a shorter name`,
    );
  });
});
