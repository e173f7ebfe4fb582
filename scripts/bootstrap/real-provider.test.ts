import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dev } from "@groundplan/environments/dev/environment";
import type { Environment } from "@groundplan/environments/environment";
import { synthEstate } from "@groundplan/environments/test/synth-estate";
import { describe, expect, it } from "vitest";
import { findProviderMirror, missing, missingAwsProvider } from "../parts/parts.ts";
import type { StackSpec, TestProject } from "../rehearsal/run/testing/project.ts";
import { MOTO_ACCOUNT } from "../state/testing/servers.ts";
import { BUCKET } from "./testing/estate.ts";
import { S3, useMachines } from "./testing/machines.ts";

/** The AWS provider that the machine has; the stacks are made for a later one. */
const INSTALLED = "5.100.0";

/** Types that are left out here, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  aws_s3_bucket_lifecycle_configuration: "the provider watches it settle for 55 seconds",
  aws_s3_bucket_policy:
    "moto takes a denial without looking at its condition, and denies everything",
};

/**
 * The state stack of dev as it stands in the repository, with a key of its own, on moto's account.
 * CI is made up: its identities have their own tests, and each start of the provider takes seconds.
 */
function realFoundation(): Record<string, StackSpec> {
  const state = { kind: "s3", bucket: BUCKET, region: "us-east-1", kmsKeyArn: KEY } as const;
  const aws = { accountId: MOTO_ACCOUNT, region: "us-east-1" };
  const environment: Environment = {
    ...dev,
    aws,
    state,
    apps: { foundation: dev.apps.foundation },
  };
  const { template } = synthEstate([environment]).get("dev-foundation-state")!;
  const { resource, ...rest } = JSON.parse(
    JSON.stringify(template).replace('"version":"6.25.0"', `"version":"${INSTALLED}"`),
  );
  const kept = Object.entries(resource).filter(([type]) => !Object.hasOwn(LEFT_OUT, type));
  const sections = Object.entries({ ...rest, resource: Object.fromEntries(kept) });
  const whole = sections.filter(([, section]) => Object.keys(section as object).length > 0);
  const { "dev-foundation-ci": ci } = S3.estate;
  return { "dev-foundation-state": Object.fromEntries(whole), "dev-foundation-ci": ci! };
}

const KEY = `arn:aws:kms:us-east-1:${MOTO_ACCOUNT}:alias/${BUCKET}`;

describe.skipIf(missing("moto_server") || missing("terraform") || missingAwsProvider())(
  "bootstrap of the real state stack with the real AWS provider",
  () => {
    const machines = useMachines(S3);

    const machine = (estate: Record<string, StackSpec>) => {
      const project = machines.machine(estate);
      const mirror = `provider_installation {\n  filesystem_mirror {\n    path = "${findProviderMirror()}"\n  }\n}\n`;
      writeFileSync(join(project.root, "terraformrc"), mirror);
      return project;
    };
    const bootstrap = (project: TestProject, ...args: string[]) =>
      project.infra(["bootstrap", "dev", ...args], {
        ...machines.server.env,
        TF_CLI_CONFIG_FILE: join(project.root, "terraformrc"),
      });

    it("makes bucket and key; takes them into a new state when that is lost, and makes neither twice", async () => {
      const project = machine(realFoundation());
      const first = await bootstrap(project, "--yes");
      expect(first.stderr).not.toContain("infra:");
      expect(first.stdout).toMatch(/dev-foundation-state {2}7 create +done/);
      const made = JSON.parse(await machines.remoteState());
      await machines.server.remove(BUCKET, S3.keys[1]);

      const { stdout, stderr } = await bootstrap(project, "--yes", "--recover");
      expect(stderr).not.toContain("infra:");
      expect(stdout).toContain("taken into a new state: aws_kms_alias.");
      const found = JSON.parse(await machines.remoteState());
      expect(idsOf(found)).toEqual(idsOf(made));
      expect(found.lineage).not.toBe(made.lineage);
    }, 600_000);

    it("stops at credentials of another account before it looks at anything", async () => {
      const text = JSON.stringify(realFoundation()).replaceAll(MOTO_ACCOUNT, "999988887777");
      const { code, stderr } = await bootstrap(machine(JSON.parse(text)), "--yes");
      expect(code).toBe(1);
      expect(stderr).toBe(
        `infra: Invalid account ID: AWS account ID not allowed: ${MOTO_ACCOUNT}\n`,
      );
      expect(await machines.server.list(BUCKET)).toEqual([]);
    });
  },
);

/** Ids of buckets and keys in a state. */
function idsOf(state: {
  resources: { type: string; instances: { attributes: { id: string } }[] }[];
}) {
  return state.resources
    .filter(({ type }) => ["aws_s3_bucket", "aws_kms_key", "aws_kms_alias"].includes(type))
    .map(({ instances }) => instances[0]?.attributes.id);
}
