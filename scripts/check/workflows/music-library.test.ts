// @module-tag long
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  IMAGE_PARAMETER,
  type Images,
  MIGRATE,
  platform,
  REPOSITORY,
  valueAt,
  WEB,
} from "../../ecs-release/testing/platform.ts";
import { StandIn } from "../../ecs-release/testing/stand-in.ts";
import { findPart, missing } from "../../parts/parts.ts";
import { Checkout, DOCKER } from "./checkout.ts";
import { type Step, stepsIn, workflowFiles } from "./read.ts";
import { filledIn, StepRunner, type Values } from "./runner.ts";

const files = workflowFiles().filter(({ path }) => path.includes("/music-library-"));
const stepsOf = (name: string): Step[] =>
  stepsIn(files).flatMap(({ file, step }) =>
    file.path.endsWith(`music-library-${name}.yml`) ? [step] : [],
  );

/**
 * AWS's command line, which takes half a second of a processor for each call. What `infra` has it call goes the
 * short way; scripts/ecs-release/aws.test.ts has the real one send it.
 */
const AWS = (real: string) => `
[[ $3 == --cli-input-json ]] || exec ${real} "$@"
declare -A target=([deploy]=CodeDeploy_20141006 [ecr]=AmazonEC2ContainerRegistry_V20150921
  [ecs]=AmazonEC2ContainerServiceV20141113 [ssm]=AmazonSSM)
for part in \${2//-/ }; do operation+=\${part^}; done
exec curl --silent --show-error --fail-with-body --header "x-amz-target: \${target[$1]}.$operation" \\
  --data-binary "@\${4#file://}" "$AWS_ENDPOINT_URL"`;

/** Each script is a program of its own: a loaded machine may take its time. */
const PATIENCE = { timeout: 240_000 };

const DEV = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
const PROD = "444455556666.dkr.ecr.eu-west-1.amazonaws.com";

const withoutAws = (["aws", "jq", "moto_server"] as const).some((part) => missing(part));
/** Without these the application's own checks cannot run, and not every script does. */
const withoutChecks = missing("ruff") || missing("initdb") || missing("django-admin");

describe.skipIf(withoutAws)("every script of music-library's workflows runs", PATIENCE, () => {
  let checkout: Checkout;
  let runner: StepRunner;
  let aws: StandIn;
  let images: Images;

  beforeAll(async () => {
    checkout = new Checkout([
      "scripts/ecs-release",
      "scripts/image",
      "scripts/parts/with-postgres.sh",
      "apps/music-library/example",
    ]);
    checkout.program("docker", DOCKER);
    mkdirSync(checkout.at("registry"));
    checkout.program("aws", AWS(findPart("aws")!));
    aws = await StandIn.start();
    aws.looks = 0;
    runner = new StepRunner(checkout.root, {
      ...(await aws.serve()),
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
      GITHUB_SHA: "0a1b2c3",
      GITHUB_STEP_SUMMARY: checkout.at("summary.md"),
    });
    images = await platform(aws, {}, [MIGRATE, WEB]);
    const pushed = { "containerimage.digest": images.second };
    writeFileSync(checkout.at("pushed.json"), JSON.stringify(pushed));
  });
  afterAll(async () => {
    await aws?.stop();
    checkout.remove();
  });

  /** What somebody chose, in the words of the workflow's expressions. */
  const chosen = (environment: string, digest = "", version = "", back = false): Values => ({
    "inputs.environment || 'dev'": environment,
    "inputs.digest": digest,
    "inputs.version": version,
    "inputs.back": String(back),
  });
  /** Whether a step's condition holds, as GitHub would judge the few that there are. */
  const isWanted = ({ if: when }: Step, inputs: Values) =>
    ({
      "!inputs.back": inputs["inputs.back"] !== "true",
      "!inputs.digest": !inputs["inputs.digest"],
      "inputs.version": inputs["inputs.version"] !== "",
    })[(when ?? "").replace(/^\$\{\{ (.*) \}\}$/, "$1")] ?? when === undefined;

  /** Runs what GitHub would, each step with what those before it gave; says how the last one ended. */
  async function run(name: string, inputs: Values, until?: string) {
    checkout.forget();
    const known: Record<string, string> = { ...inputs };
    let ended = { code: 0 as number | null, stdout: "", stderr: "" };
    for (const step of stepsOf(name).filter((each) => each.run && isWanted(each, inputs))) {
      known["inputs.digest || steps.push.outputs.digest"] =
        inputs["inputs.digest"] || (known["steps.push.outputs.digest"] ?? "");
      const result = await runner.run(step, known);
      ended = { code: result.code, stdout: result.stdout, stderr: result.stderr };
      if (result.code !== 0 || step.name === until) break;
      for (const [output, value] of Object.entries(result.outputs)) {
        known[`steps.${step.id}.outputs.${output}`] = value;
      }
    }
    return ended;
  }
  const dockers = () =>
    checkout
      .called()
      .split("\n")
      .filter((line) => line.startsWith("docker "));
  const summary = () => readFileSync(checkout.at("summary.md"), "utf8");

  it("goes back in dev to a digest that ran there, without login, scan and migration", async () => {
    aws.called.length = 0;
    const { code, stderr } = await run("deploy", chosen("dev", images.first, "", true));
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    expect(dockers()).toEqual([]);
    expect(aws.called).not.toContain("run-task");
    expect(await valueAt(aws, IMAGE_PARAMETER)).toBe(images.first);
  });

  it("builds what main is, pushes it to dev, scans it, migrates and releases the digest", async () => {
    const { code, stderr } = await run("deploy", chosen("dev"));
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    const [login, build] = dockers();
    expect(login).toBe(`docker login --username AWS --password-stdin ${DEV}`);
    expect(build).toContain(` --tag ${REPOSITORY}:dev-0a1b2c3 apps/music-library/example`);
    expect(await valueAt(aws, IMAGE_PARAMETER)).toBe(images.second);
    expect(stderr).toContain(`${WEB} runs ${WEB}:2`);
    expect(aws.called.indexOf("run-task")).toBeLessThan(aws.called.indexOf("update-service"));
    expect(summary()).toContain("| HIGH | CVE-");
    expect(summary()).toMatch(new RegExp(`dev runs \`${images.second}\`\n$`));
  });

  it("gives prod an image of dev as a version, copied and not built", async () => {
    const copied = "Copy the image to the releases";
    const { code, stderr } = await run("deploy", chosen("prod", images.second, "v1.2.0"), copied);
    expect([code, code === 0 ? "" : stderr]).toEqual([0, expect.any(String)]);
    const lines = checkout.called();
    for (const host of [PROD, DEV]) expect(lines).toContain(`--password-stdin ${host}\n`);
    expect(lines).toContain(
      `imagetools create --prefer-index=false --tag ${PROD}/acme-prod-music-library:v1.2.0 ${DEV}/acme-dev-music-library@${images.second}`,
    );
    expect(lines).not.toContain("buildx build");
  });

  it.each([
    [
      "ECR",
      "COMPLETE",
      { findings: [{ severity: "CRITICAL", name: "CVE-2026-1", attributes: [] }] },
    ],
    [
      "Inspector",
      "ACTIVE",
      {
        enhancedFindings: [
          {
            severity: "CRITICAL",
            title: "CVE-2026-1 - openssl",
            packageVulnerabilityDetails: { vulnerabilityId: "CVE-2026-1" },
          },
        ],
      },
    ],
  ])("stops at an image in which %s found something critical", async (_, status, found) => {
    const scan = stepsOf("deploy").find(({ name }) => name?.startsWith("Stop at"))!;
    const answered = { imageScanStatus: { status }, imageScanFindings: found };
    aws.scripted.set("describe-image-scan-findings", answered);
    const { code, stderr } = await runner.run(scan, {
      "steps.where.outputs.repository": REPOSITORY,
      "inputs.digest || steps.push.outputs.digest": images.second,
    });
    aws.scripted.clear();
    expect([code, stderr]).toEqual([
      1,
      `scan: ${REPOSITORY}@${images.second} is not released: CVE-2026-1; take a base image or a package without it, and push again\n`,
    ]);
  });

  it.skipIf(withoutChecks)("checks and builds the application", async () => {
    const python = findPart("ruff")!.replace(/\/bin\/ruff$/, "");
    symlinkSync(python, checkout.at("apps/music-library/example/.venv"));
    const { code, stdout, stderr } = await run("ci", {});
    expect([code, code === 0 ? "" : stdout + stderr]).toEqual([0, ""]);
    expect(checkout.called()).toBe("docker buildx build --pull apps/music-library/example\n");
  });

  it.skipIf(withoutChecks)("and there is no other", () => {
    const scripts = stepsIn(files).flatMap(({ step }) => step.run ?? []);
    expect(scripts.length).toBeGreaterThan(7);
    expect(scripts.filter((each) => !runner.ran.has(each))).toEqual([]);
  });

  it("logs in as those that the estate gives rights to, and as one at a time", () => {
    const logins = stepsIn(files).filter(({ step }) => step.uses?.startsWith("aws-actions/"));
    const roles = logins.map(({ job, step }) => [
      filledIn(job.environment!, { "inputs.environment || 'dev'": "prod" }),
      filledIn(String(step.with?.["role-to-assume"]), {
        "steps.where.outputs.push-role": "push",
        "steps.where.outputs.release-role": "release",
      }),
    ]);
    expect(roles).toEqual([
      ["music-library-prod", "push"],
      ["music-library-prod", "release"],
    ]);
    expect(logins[1]?.step.with?.["unset-current-credentials"]).toBe(true);
  });
});
