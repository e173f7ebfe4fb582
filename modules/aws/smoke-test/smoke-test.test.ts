import { createServer } from "node:http";
import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Bucket } from "../bucket/index.ts";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { ASKING } from "./asking.ts";
import { DEFAULTS, SmokeTest, type SmokeTestProps } from "./index.ts";
import { crc32, zipOf } from "./zip.ts";

const PROPS = {
  stage: "prod",
  name: "acme-prod-api-smoke-test",
  address: "edge.elb.amazonaws.com",
  host: "api.example.com",
  paths: ["/health"],
} as const;

function make(props: Partial<SmokeTestProps> = {}, then: (made: SmokeTest) => void = () => {}) {
  return synth((stack) => {
    const made = new SmokeTest(stack, "test", {
      ...PROPS,
      network: new FakeNetwork(stack),
      code: Bucket.fromExisting(stack, "code", { name: "acme-prod-code" }),
      ...props,
    });
    then(made);
  });
}

const created = (template: Template) => only(template, "aws_lambda_function");

describe("the function", () => {
  it("stands in the network, and reaches the test listener alone", () => {
    const template = make();
    expect(created(template)).toMatchObject({
      function_name: "acme-prod-api-smoke-test",
      handler: "index.handler",
      environment: {
        variables: {
          ADDRESS: "edge.elb.amazonaws.com",
          HOST: "api.example.com",
          PATHS: "/health",
          PORT: "8443",
        },
      },
    });
    const rule = only(template, "aws_vpc_security_group_egress_rule");
    expect([rule.from_port, rule.to_port]).toEqual([8443, 8443]);
    expect(resourcesOf(template, "aws_vpc_security_group_ingress_rule")).toEqual({});
  });

  it("writes its own log and stands in the network, and may do nothing else", () => {
    const [log, network] = JSON.parse(only(make(), "aws_iam_role_policy").policy).Statement;
    expect([log.Action, log.Resource]).toEqual([
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      [expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.\w+\.arn\}:\*$/)],
    ]);
    expect(network.Action).toEqual([
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:UnassignPrivateIpAddresses",
    ]);
  });

  it.each(["dev", "prod"] as const)("keeps in %s what it saw", (stage) => {
    const { retention_in_days: days } = only(make({ stage }), "aws_cloudwatch_log_group");
    expect(days).toBe({ dev: 7, prod: 90 }[stage]);
    expect(DEFAULTS.logDays[stage]).toBe(days);
  });

  it("is asked when the tests' traffic goes to the new tasks", () => {
    make({}, ({ hook }) => expect(hook.stages).toEqual(["POST_TEST_TRAFFIC_SHIFT"]));
  });

  it("has code that is an object of its own, by what is in it", () => {
    const object = only(make(), "aws_s3_object");
    expect(object["key"]).toMatch(/^smoke-test\/[0-9a-f]{16}\.zip$/);
    expect(Buffer.from(object["content_base64"], "base64")).toEqual(zipOf("index.mjs", ASKING));
    expect(make()).toEqual(make());
  });

  it("puts its code into a bucket of the same stack after that stands", () => {
    const template = synth((stack) => {
      const code = new Bucket(stack, "code", { stage: "dev", name: "acme-dev-code" });
      new SmokeTest(stack, "test", { ...PROPS, network: new FakeNetwork(stack), code });
    });
    const { depends_on: after } = only(template, "aws_s3_object");
    expect(after).toEqual([expect.stringMatching(/^aws_s3_bucket_policy\.code_policy_/)]);
  });
});

describe("its code", () => {
  /** Runs it against a server, which speaks no TLS here. */
  async function asked(answer: (path: string, nth: number) => number, paths: string) {
    const seen: string[] = [];
    const server = createServer(({ url = "", headers }, response) => {
      seen.push(`${headers.host}${url}`);
      response.statusCode = answer(url, seen.length);
      response.end();
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    vi.stubEnv("ADDRESS", "127.0.0.1");
    vi.stubEnv("PORT", String(port));
    vi.stubEnv("HOST", "api.example.com");
    vi.stubEnv("PATHS", paths);
    onTestFinished(() => void vi.unstubAllEnvs());
    const said = vi.spyOn(console, "log").mockImplementation(() => {});
    onTestFinished(() => said.mockRestore());
    const text = ASKING.replace("node:https", "node:http").concat(`// ${port}`);
    const { handler } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    return { told: await handler(), seen, lines: said.mock.calls.flat() };
  }

  it("lets a release go on when every path answers 200, asked for by the API's name", async () => {
    const { told, seen } = await asked(() => 200, "/health /albums");
    expect(told).toEqual({ hookStatus: "SUCCEEDED" });
    expect(seen.sort()).toEqual(["api.example.com/albums", "api.example.com/health"]);
  });

  it("asks again when a task is not there yet", async () => {
    const { told, lines } = await asked((_, nth) => (nth < 3 ? 503 : 200), "/health");
    expect(told).toEqual({ hookStatus: "SUCCEEDED" });
    expect(lines).toEqual(["/health: 503", "/health: 503", "/health: 200"]);
  });

  it("stops a release where one path goes on failing", async () => {
    const { told } = await asked((path) => (path === "/albums" ? 500 : 200), "/health /albums");
    expect(told).toEqual({ hookStatus: "FAILED" });
  });
});

describe("an archive", () => {
  it("has the checksum that the format knows", () => {
    expect(crc32(Buffer.from("123456789")).toString(16)).toBe("cbf43926");
  });

  it("holds the file as it is, with a directory that finds it", () => {
    const zip = zipOf("a.txt", "some text");
    const end = zip.subarray(-22);
    const directory = zip.subarray(
      end.readUInt32LE(16),
      end.readUInt32LE(16) + end.readUInt32LE(12),
    );
    expect(directory.subarray(46).toString()).toBe("a.txt");
    const local = directory.readUInt32LE(42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    expect(zip.subarray(from, from + zip.readUInt32LE(local + 18)).toString()).toBe("some text");
    expect(zip.readUInt32LE(local + 14)).toBe(crc32(Buffer.from("some text")));
  });
});

it("tells all that is wrong at once", () => {
  expect(refusal(() => make({ name: "a".repeat(65), paths: ["health"], port: 0 }))).toBe(
    [
      `name must have at most 64 characters (lambda function), got "${"a".repeat(65)}"; shorten it by 1`,
      'paths must be paths such as /health, got "health"',
      "port must be 1 to 65535, got 0",
    ]
      .map((line) => `test/test: ${line}`)
      .join("\n"),
  );
});
