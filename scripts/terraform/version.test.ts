import { describe, expect, it } from "vitest";
import { newEnough, readVersion } from "./version.ts";

describe("the version of Terraform", () => {
  it.each([
    ["Terraform v1.11.4\non linux_amd64\n", { engine: "terraform", version: "1.11.4" }],
    ["OpenTofu v1.12.6\non linux_amd64\n", { engine: "tofu", version: "1.12.6" }],
    ["Warning\nTerraform v1.12.0-beta1\n", { engine: "terraform", version: "1.12.0-beta1" }],
    ["Packer v1.9.0", undefined],
    ["", undefined],
  ])("is read from %j", (printed, expected) => {
    expect(readVersion(printed)).toEqual(expected);
  });

  it.each([
    ["1.11.0", true],
    ["1.11.4", true],
    ["1.12.0-beta1", true],
    ["2.0.0", true],
    ["1.10.9", false],
    ["0.15.5", false],
  ])("%s is new enough: %s", (version, expected) => {
    expect(newEnough(version)).toBe(expected);
  });
});
