import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fetchedTerraform, findTerraform } from "./find.ts";

describe("finding Terraform", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "groundplan-find-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** A program that says what `version` says. */
  const program = (path: string, says: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\necho '${says}'\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const at = (...parts: string[]) => join(root, ...parts);
  const tools = () => at(".tools");
  const find = (env: Record<string, string> = {}) =>
    findTerraform({ env: { PATH: [at("bin"), at("later")].join(":"), ...env }, tools: tools() });

  it("takes terraform before tofu, and both before what was fetched", async () => {
    const fetched = program(fetchedTerraform(tools()), "Terraform v1.11.4");
    expect(await find()).toMatchObject({ terraform: { path: fetched } });
    const tofu = program(at("later/tofu"), "OpenTofu v1.11.0");
    expect(await find()).toEqual({ terraform: { path: tofu, engine: "tofu", version: "1.11.0" } });
    const terraform = program(at("later/terraform"), "Terraform v1.12.1");
    expect(await find()).toMatchObject({ terraform: { path: terraform, engine: "terraform" } });
  });

  it("takes what TERRAFORM_BINARY_NAME names, by name or path, and nothing else", async () => {
    program(at("bin/terraform"), "Terraform v1.11.4");
    const tofu = program(at("bin/tofu"), "OpenTofu v1.11.0");
    for (const name of ["tofu", tofu]) {
      expect(await find({ TERRAFORM_BINARY_NAME: name })).toMatchObject({
        terraform: { path: tofu },
      });
    }
    expect(await find({ TERRAFORM_BINARY_NAME: "terraform-1.13" })).toEqual({
      problem:
        "TERRAFORM_BINARY_NAME names terraform-1.13, which is not on PATH; correct it or unset it",
      fetchable: false,
    });
    expect(await find({ TERRAFORM_BINARY_NAME: at("gone/terraform") })).toEqual({
      problem: `TERRAFORM_BINARY_NAME names ${at("gone/terraform")}, which is not there; correct it or unset it`,
      fetchable: false,
    });
  });

  it("says in one sentence what is too old and what to do", async () => {
    const old = program(at("bin/terraform"), "Terraform v1.5.7");
    const problem = `${old} is Terraform 1.5.7, too old; install 1.11.0 or later, or name a newer one in TERRAFORM_BINARY_NAME`;
    expect(await find()).toEqual({ problem, fetchable: true });
    expect(await find({ TERRAFORM_BINARY_NAME: old })).toEqual({ problem, fetchable: false });
  });

  it("passes by what is too old when there is something newer", async () => {
    program(at("bin/terraform"), "Terraform v1.5.7");
    const tofu = program(at("bin/tofu"), "OpenTofu v1.11.0");
    expect(await find()).toMatchObject({ terraform: { path: tofu } });
  });

  it("says so when a program is something else, or nothing is there", async () => {
    expect(await find()).toEqual({
      problem:
        "neither terraform nor tofu is on PATH; install Terraform or OpenTofu 1.11.0 or later",
      fetchable: true,
    });
    const fake = program(at("bin/terraform"), "hello");
    expect(await find()).toEqual({
      problem: `${fake} does not say that it is Terraform or OpenTofu; repair or remove it`,
      fetchable: true,
    });
  });
});
