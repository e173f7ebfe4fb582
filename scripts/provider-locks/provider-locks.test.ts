import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { missing } from "../parts/parts.ts";
import { TestProject } from "../rehearsal/run/testing/project.ts";
import { placeProviderLocks } from "../synth/provider-locks.mjs";
import { compareLocks, gapsOf, readLockFile } from "./lock-file.ts";

// Several runs of Terraform each, on machines that do other things meanwhile.
vi.setConfig({ testTimeout: 120_000 });

const FOUR = ["linux_amd64", "linux_arm64", "darwin_arm64", "windows_amd64"];
const AWS = { source: "aws", version: "6.25.0" };
const CLOUDFLARE = { source: "cloudflare/cloudflare", version: "5.14.0" };
const stack = (required_providers: object) => ({ terraform: { required_providers } });
const ESTATE = {
  "dev-app-data": stack({ aws: AWS }),
  "dev-app-edge": stack({ aws: AWS, cloudflare: CLOUDFLARE }),
  "dev-app-logs": stack({ aws: AWS }),
  "dev-app-plain": { resource: { terraform_data: { a: { input: "x" } } } },
};

describe.skipIf(missing("terraform"))("infra lock", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject(ESTATE);
  });
  afterEach(() => project.remove());

  const mirror = () => join(project.root, "mirror");
  /** A registry's mirror: packages whose bytes nobody ever runs, only hashes. */
  const publish = (address: string, version: string, platforms: readonly string[], bytes = "x") => {
    for (const platform of platforms) {
      const name = `terraform-provider-${address.split("/").at(-1)}_v${version}`;
      const file = join(mirror(), "registry.terraform.io", address, version, platform, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${bytes} ${address} ${platform}`);
    }
  };
  const publishAll = () => {
    publish("hashicorp/aws", "6.25.0", FOUR);
    publish("cloudflare/cloudflare", "5.14.0", FOUR);
  };
  const lock = (...args: string[]) => project.infra(["lock", "--mirror", mirror(), ...args]);
  const lockFile = (set: string) =>
    join(project.root, `environments/locks/terraform/${set}.lock.hcl`);

  it("writes one lock for each set of providers, with the packages of four platforms", async () => {
    publishAll();
    const { code, stdout, stderr } = await lock("--json");
    expect(stderr).not.toContain("infra:");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        set: "aws",
        file: "environments/locks/terraform/aws.lock.hcl",
        changed: true,
        stacks: ["dev-app-data", "dev-app-logs"],
      },
      {
        set: "aws-cloudflare",
        file: "environments/locks/terraform/aws-cloudflare.lock.hcl",
        changed: true,
        stacks: ["dev-app-edge"],
      },
    ]);
    const locked = readLockFile(readFileSync(lockFile("aws-cloudflare"), "utf8"));
    expect(locked.map(({ address, version, hashes }) => [address, version, hashes.length])).toEqual(
      [
        ["registry.terraform.io/cloudflare/cloudflare", "5.14.0", 4],
        ["registry.terraform.io/hashicorp/aws", "6.25.0", 4],
      ],
    );
    const again = await lock("--json");
    expect(JSON.parse(again.stdout).map(({ changed }: { changed: boolean }) => changed)).toEqual([
      false,
      false,
    ]);
  });

  it("puts the locks beside the stacks, where another package than the locked one is refused", async () => {
    publishAll();
    await lock();
    const output = join(project.root, "cdktf.out");
    expect((await project.infra(["synth"])).code).toBe(0);
    placeProviderLocks({ root: project.root, output, env: {} });
    const beside = (id: string) => join(output, "stacks", id, ".terraform.lock.hcl");
    expect(readFileSync(beside("dev-app-data"), "utf8")).toBe(
      readFileSync(lockFile("aws"), "utf8"),
    );
    expect(existsSync(beside("dev-app-plain"))).toBe(false);
    placeProviderLocks({ root: project.root, output, env: { TERRAFORM_BINARY_NAME: "tofu" } });
    expect(readFileSync(beside("dev-app-data"), "utf8")).toContain("6.25.0");

    const init = async () => {
      const { Workshop } = await import("../state/testing/workshop.ts");
      const config = join(project.root, "terraformrc");
      const block = `filesystem_mirror {\n path = "${mirror()}"\n }`;
      writeFileSync(config, `provider_installation {\n ${block}\n}\n`);
      const shop = new Workshop({ TF_CLI_CONFIG_FILE: config });
      try {
        const folder = dirname(beside("dev-app-data"));
        return await shop.terraform(folder, "init", "-input=false", "-lockfile=readonly");
      } finally {
        shop.remove();
      }
    };
    expect(await init()).toContain("successfully initialized");
    rmSync(join(output, "stacks/dev-app-data/.terraform"), { recursive: true });
    publish("hashicorp/aws", "6.25.0", FOUR, "other bytes");
    await expect(init()).rejects.toThrow(/doesn't match any\s[\s\S]*checksums/);
  });

  it("refuses a package that is another than the one that was locked under the same version", async () => {
    publishAll();
    await lock();
    const before = readFileSync(lockFile("aws"), "utf8");
    publish("hashicorp/aws", "6.25.0", FOUR, "other bytes");
    const { code, stderr } = await lock();
    expect(code).toBe(1);
    expect(stderr).toContain(
      `infra: the providers aws were not locked, and no lock file was changed: a package is not the one that ${lockFile("aws")} has locked under the same version.`,
    );
    expect(readFileSync(lockFile("aws"), "utf8")).toBe(before);
  });

  it("makes no lock that lacks a platform, and none of any set when one cannot be made", async () => {
    publish("hashicorp/aws", "6.25.0", FOUR);
    publish("cloudflare/cloudflare", "5.14.0", FOUR.slice(0, 1));
    const { code, stderr } = await lock();
    expect(code).toBe(1);
    expect(stderr).toContain("infra: the providers aws-cloudflare were not locked");
    expect(existsSync(lockFile("aws"))).toBe(false);
    expect((await lock("--platform", "linux_amd64")).code).toBe(0);
  });

  it("says what to do where no registry answers, and makes up nothing", async () => {
    const nowhere = {
      HTTPS_PROXY: "http://127.0.0.1:9",
      https_proxy: "http://127.0.0.1:9",
      NO_PROXY: "",
    };
    const { code, stderr } = await project.infra(["lock", "dev-app-data"], nowhere);
    expect(code).toBe(1);
    expect(stderr).toContain(
      "infra: the providers aws were not locked, and no lock file was changed: nothing answered; run infra lock on a machine that reaches the registry, or name a mirror of it with --mirror. No hash is ever made up. Error:",
    );
    expect(existsSync(lockFile("aws"))).toBe(false);
  });

  it("refuses a platform that is none, and a stack that is none", async () => {
    expect((await lock("--platform", "linux")).stderr).toBe(
      "infra: --platform must be such as linux_amd64, got linux\n",
    );
    expect((await lock("dev-app-dta")).stderr).toBe(
      "infra: no environment or stack is called dev-app-dta; did you mean dev-app-data?\n",
    );
  });
});

describe("a lock file", () => {
  const TEXT = `provider "registry.terraform.io/hashicorp/aws" {
  version     = "6.25.0"
  constraints = "6.25.0"
  hashes = [
    "h1:one",
    "zh:two",
  ]
}
`;

  it("may grow, but never change what was locked", () => {
    const [one] = readLockFile(TEXT);
    const locked = (...hashes: string[]) => [{ ...one!, hashes }];
    expect(compareLocks(locked("a", "b"), locked("b"))).toBe("same");
    expect(compareLocks(locked("a"), locked("a", "b"))).toBe("more");
    expect(compareLocks(locked("a"), locked("b"))).toBe("other");
    expect(compareLocks([{ ...one!, version: "6.24.0" }], locked("b"))).toBe("more");
  });

  it("has gaps where a provider, its version or a platform is missing", () => {
    expect(gapsOf(readLockFile(TEXT), [AWS], 1)).toEqual([]);
    expect(gapsOf(readLockFile(TEXT), [AWS], 4)).toEqual([
      "aws has hashes of 1 packages for 4 platforms",
    ]);
    expect(gapsOf(readLockFile(TEXT), [{ ...AWS, version: "6.26.0" }, CLOUDFLARE], 1)).toEqual([
      "aws is locked at 6.25.0 instead of 6.26.0",
      "cloudflare/cloudflare is not locked",
    ]);
  });
});
