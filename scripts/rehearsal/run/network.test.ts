// @module-tag long
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { absent, missing } from "../../parts/parts.ts";
import { ended, TestProject } from "./testing/project.ts";

const BIN = fileURLToPath(new URL("../../infra/bin.mjs", import.meta.url));

/** Runs a command where loopback is the only network there is. */
const ALONE = ["--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];

const isolates = spawnSync("unshare", [...ALONE, "true"]).status === 0;

const STACKS = {
  "dev-app-network": {
    provider: { aws: [{ region: "eu-west-1" }], google: [{ project: "acme-dev" }] },
    terraform: {
      backend: { s3: { bucket: "b", key: "k", region: "eu-west-1" } },
      required_providers: {
        aws: { source: "hashicorp/aws", version: "6.25.0" },
        google: { source: "hashicorp/google", version: "6.50.0" },
      },
    },
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      google_compute_network: { main: { name: "main", auto_create_subnetworks: false } },
    },
  },
};

describe.skipIf(missing("terraform") || absent("unshare, which root may use,", !isolates))(
  "a rehearsal without a network",
  () => {
    it("deploys over loopback alone, with no credentials to read", async () => {
      const project = new TestProject(STACKS);
      const command = [...ALONE, process.execPath, BIN, "rehearse", "dev"];
      const { PATH } = process.env;
      const { code, stdout, stderr } = await ended(
        spawn("unshare", command, { cwd: project.root, env: { PATH, HOME: project.root } }),
      );
      expect(stderr).toContain("dev-app-network");
      expect(stdout).toMatch(/dev-app-network +2 +2 create +[\d.]+ s +ok/);
      expect(code).toBe(0);
      project.remove();
    });
  },
);
