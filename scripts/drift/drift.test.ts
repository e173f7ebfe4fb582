import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { Estate } from "../plan/testing/estate.ts";
import { Secrets } from "../review/secret/secrets.ts";
import { driftText, issueBody } from "./document.ts";
import { type DriftReport, exitCodeOf, findDrift } from "./drift.ts";

const NETWORK = "dev-shop-network";
const aws = { required_providers: { aws: { source: "hashicorp/aws", version: "6.25.0" } } };
const PASSWORD = "planted-Canary-4711";

/** A rehearsal cloud that somebody changes behind Terraform's back. */
describe.skipIf(missing("terraform"))("drift", () => {
  let estate: Estate;
  beforeAll(async () => {
    estate = await Estate.open();
    const vpc = { cidr_block: "10.0.0.0/16", tags: { Name: "shop" } };
    const bucket = { bucket: "acme-dev-shop-uploads" };
    const parameter = { name: "/shop/key", type: "SecureString", value: PASSWORD };
    const service = { name: "web", desired_count: 2, tags: { release: "1", team: "shop" } };
    const stack = (resource: object) => ({
      terraform: aws,
      provider: { aws: [{ region: "eu-west-1" }] },
      resource,
    });
    estate.project.setStacks({
      [NETWORK]: {
        ...stack({
          aws_vpc: { main: vpc },
          aws_ssm_parameter: { key: parameter },
          aws_ecs_service: {
            web: {
              ...service,
              lifecycle: { ignore_changes: ["desired_count", 'tags["release"]'] },
            },
          },
        }),
        // It moves with what has drifted, and must not hide what else has.
        output: { name: { value: "${aws_vpc.main.tags.Name}" } },
      },
      "dev-shop-uploads": stack({ aws_s3_bucket: { main: bucket } }),
      "dev-shop-later": {
        ...stack({ aws_sqs_queue: { main: { name: "later" } } }),
        data: { aws_region: { here: {} } },
        output: { region: { value: "${data.aws_region.here.id}" } },
      },
    });
    const { code, stdout } = await estate.project.infra([
      ...["rehearse", NETWORK, "dev-shop-uploads"],
    ]);
    expect(code, stdout).toBe(0);
  }, 60_000);
  afterAll(() => estate.remove());

  const look = () =>
    findDrift({ ...estate.common, command: "infra drift", names: ["dev"], rehearsal: true });
  const results = ({ stacks }: DriftReport) =>
    Object.fromEntries(stacks.map(({ stack, result }) => [stack, result]));

  it("is none after an apply, and a stack that is not applied has nothing to drift", async () => {
    const { report, secrets } = await look();
    expect(results(report)).toEqual({
      [NETWORK]: "as applied",
      "dev-shop-uploads": "as applied",
      "dev-shop-later": "not applied",
    });
    expect(exitCodeOf(report)).toBe(0);
    expect(issueBody(report, secrets)).toBe("");
  });

  it("is not what a cloud decides, nor what the code leaves to others, and the rest of it is", async () => {
    const set = (change: string) => ["cloud", "set", NETWORK, "aws_ecs_service.web", change];
    for (const change of ["desired_count=5", "tags.release=2", "tags_all.release=2"]) {
      expect((await estate.project.infra(set(change))).code).toBe(0);
    }
    const vpc = ["cloud", "set", NETWORK, "aws_vpc.main", "default_route_table_id=rtb-0"];
    expect((await estate.project.infra(vpc)).code).toBe(0);
    expect(exitCodeOf((await look()).report)).toBe(0);

    await estate.project.infra(set("tags.team=other"));
    const { report } = await look();
    const network = report.stacks.find(({ stack }) => stack === NETWORK)!;
    expect(network.things).toHaveLength(1);
    expect(network.things[0]).toMatchObject({
      address: "aws_ecs_service.web",
      attributes: [{ path: "tags.team", from: '"shop"', to: '"other"' }],
    });
    await estate.project.infra(set("tags.team=shop"));
  }, 60_000);

  it("is told by thing and value, twice the same, and never with a secret", async () => {
    const change = ["cloud", "set", NETWORK, "aws_vpc.main", "tags.Name=by-hand"];
    expect((await estate.project.infra(change)).code).toBe(0);
    const secret = ["cloud", "set", NETWORK, "aws_ssm_parameter.key", `value=${PASSWORD}-moved`];
    expect((await estate.project.infra(secret)).code).toBe(0);
    await estate.project.infra(["cloud", "lose", "dev-shop-uploads", "aws_s3_bucket.main"]);

    const { report, secrets } = await look();
    expect(results(report)).toMatchObject({ [NETWORK]: "drift", "dev-shop-uploads": "drift" });
    expect(exitCodeOf(report)).toBe(3);
    const body = issueBody(report, secrets);
    expect(body).toContain("## Drift: 3 things changed outside of Terraform");
    expect(body).toContain("`dev-shop-uploads` · `aws_s3_bucket.main` is gone");
    expect(body).toMatch(/-[^\n]*shop"?\n\+[^\n]*by-hand/);
    expect(body).toContain("`infra plan dev-shop-network dev-shop-uploads --rehearsal`");
    expect(body).not.toContain(PASSWORD);
    expect(JSON.stringify(report)).not.toContain(PASSWORD);
    const again = await look();
    expect(issueBody(again.report, again.secrets)).toBe(body);
  }, 60_000);

  it("ends with 3, and writes the body of an issue where it is asked to", async () => {
    const args = ["drift", "dev-shop-uploads", "--rehearsal", "--issue", "body.md", "--json"];
    const { code, stdout } = await estate.project.infra(args);
    expect(code).toBe(3);
    expect(JSON.parse(stdout).stacks[0].things).toMatchObject([
      { address: "aws_s3_bucket.main", gone: true },
    ]);
    expect(readFileSync(estate.path("body.md"), "utf8")).toContain("is gone");
  });

  it("looks at nothing where the body of an issue could not be kept", async () => {
    const issue = estate.path("gone/body.md");
    const { code, stdout, stderr } = await estate.project.infra([
      ...["drift", "dev-shop-uploads", "--rehearsal", "--issue", issue],
    ]);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: `infra: infra drift: the folder of --issue is not there: ${estate.path("gone")}\n`,
    });
  });

  it("changes nothing by looking", async () => {
    const state = estate.project.read(`dev/${NETWORK}/terraform.tfstate`);
    await look();
    expect(estate.project.read(`dev/${NETWORK}/terraform.tfstate`)).toBe(state);
  });
});

describe("a report of drift", () => {
  const failed: DriftReport = {
    rehearsal: false,
    stacks: [
      {
        stack: NETWORK,
        environment: "dev",
        result: "failed",
        things: [],
        outputs: [],
        problems: ["no credentials\nsecond line"],
      },
    ],
  };

  it("says which stack could not be looked at, and is no clean bill", () => {
    expect(exitCodeOf(failed)).toBe(1);
    expect(driftText(failed, new Secrets(), false)).toBe(
      [
        "Drift: 1 stack could not be looked at",
        "",
        "Stack             Result  Things",
        "dev-shop-network  failed  –",
        "",
        "Failed: dev-shop-network",
        "",
        "no credentials",
        "second line",
      ].join("\n"),
    );
    expect(issueBody(failed, new Secrets())).toContain("**Failed**: `dev-shop-network`");
  });

  it("is withheld where a secret has come into it", () => {
    const secrets = new Secrets();
    secrets.add(PASSWORD);
    const [stack] = failed.stacks;
    const leaking = { ...failed, stacks: [{ ...stack!, problems: [`token ${PASSWORD}`] }] };
    expect(() => issueBody(leaking, secrets)).toThrow("withheld");
  });
});
