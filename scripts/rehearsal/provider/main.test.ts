import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("main.mjs", import.meta.url));

describe("the provider as a program", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-provider-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("prints where it listens for each registry, and ends when it is told to", async () => {
    const file = join(folder, "cdk.tf.json");
    writeFileSync(file, JSON.stringify({ resource: { aws_vpc: { main: {} } } }));
    const child = spawn(process.execPath, [MAIN, file], { stdio: ["ignore", "pipe", "pipe"] });
    onTestFinished(() => {
      child.kill("SIGKILL");
    });
    const printed = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (chunk) => resolve(String(chunk)));
      child.stderr.once("data", (chunk) => reject(new Error(String(chunk))));
    });
    expect(Object.keys(JSON.parse(printed)).sort()).toEqual([
      "registry.opentofu.org/cloudflare/cloudflare",
      "registry.opentofu.org/hashicorp/aws",
      "registry.opentofu.org/hashicorp/google",
      "registry.terraform.io/cloudflare/cloudflare",
      "registry.terraform.io/hashicorp/aws",
      "registry.terraform.io/hashicorp/google",
    ]);
    const code = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    expect(await code).toBe(0);
  });
});
