// @module-tag long
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { ended, type TestProject } from "../rehearsal/run/testing/project.ts";
import { hcpProject, readOf } from "./testing/estate.ts";
import { StandIn, TOKEN } from "./testing/stand-in.ts";

const CDKTF = fileURLToPath(new URL("../../node_modules/.bin/cdktf", import.meta.url));
const SKIP = missing("terraform") || missing("openssl");

describe.skipIf(SKIP)("cdktf deploy on the same workspaces", { timeout: 180_000 }, () => {
  let hcp: StandIn;
  let project: TestProject;
  let configuration: string;
  beforeAll(async () => {
    hcp = await StandIn.start();
    project = hcpProject(
      hcp,
      {
        "dev-app-network": {
          resource: { terraform_data: { vpc: { input: "vpc-1" } } },
          output: { id: { value: "${terraform_data.vpc.output}" } },
        },
        "dev-app-service": {
          dependencies: ["dev-app-network"],
          data: readOf(hcp, "dev-app-network"),
          resource: {
            terraform_data: { app: { input: "${data.terraform_remote_state.network.outputs.id}" } },
          },
        },
      },
      [{ stack: "dev-app-network", execution: "local" }, { stack: "dev-app-service" }],
    );
    configuration = join(project.root, "terraformrc");
    writeFileSync(configuration, `credentials "${hcp.host}" {\n  token = "${TOKEN}"\n}\n`);
  });
  afterAll(async () => {
    project.remove();
    await hcp.stop();
  });

  const env = () => ({
    // A shell on the way drops variables with a port in their name: the token stands in a file.
    SSL_CERT_FILE: hcp.env["SSL_CERT_FILE"],
    TF_CLI_CONFIG_FILE: configuration,
    PATH: process.env["PATH"],
    HOME: project.root,
    CI: "true",
    CHECKPOINT_DISABLE: "1",
    FORCE_COLOR: "0",
  });

  it("applies locally and by a run, and infra then finds nothing to do", async () => {
    expect((await project.infra(["hcp", "sync", "dev"], env())).code).toBe(0);
    const args = ["deploy", "*", "--auto-approve", "--skip-provider-lock"];
    const deployed = await ended(
      spawn(CDKTF, args, { cwd: project.root, env: env(), stdio: ["ignore", "pipe", "pipe"] }),
    );
    expect(`${deployed.stdout}${deployed.stderr}`).not.toMatch(/error/i);
    expect(deployed.code).toBe(0);
    const [network, service] = ["network", "service"].map(
      (layer) => hcp.store.workspace(`acme-dev-app-${layer}`)!,
    );
    expect(network!.runs).toEqual([]);
    expect(service!.runs.map(({ attributes }) => attributes.status)).toEqual(["applied"]);
    const planned = await project.infra(["plan", "dev", "--json"], env());
    expect(JSON.parse(planned.stdout).verdict).toBe("no changes");
    expect(service!.runs.at(-1)!.attributes["plan-only"]).toBe(true);
  });
});
