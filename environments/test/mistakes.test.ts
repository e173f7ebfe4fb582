import { PropsError } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import { dev } from "../dev/environment.ts";
import type { Environment } from "../environment.ts";
import { prod } from "../prod/environment.ts";
import { shared } from "../shared/environment.ts";
import { validate } from "../validate.ts";

type Library = NonNullable<Environment["apps"]["music-library"]>;

/** Sentences about dev that validation says, without the file. */
function saidOf(environment: Environment, others: readonly Environment[] = [shared]): string[] {
  return said([...others, environment]).map((line) =>
    line.replace(`environments/${environment.name}/environment.ts: `, ""),
  );
}

function said(environments: readonly Environment[]): string[] {
  try {
    validate(environments);
    return [];
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    return error.message.split("\n");
  }
}

const library: Library = dev.apps["music-library"];

/** dev with other values of music-library, and of its network and API. */
function devWith(
  network: Partial<Library["network"]>,
  api: Partial<Library["api"]> = {},
  zone: Partial<Library["zone"]> = {},
): Environment {
  const changed: Library = {
    ...library,
    zone: { ...library.zone, ...zone },
    network: { ...library.network, ...network },
    api: { ...library.api, ...api },
  };
  return { ...dev, apps: { ...dev.apps, "music-library": changed } };
}

/** dev or shared with other values of CI. */
function withCi(environment: Environment, ci: object): Environment {
  const { foundation } = environment.apps;
  return {
    ...environment,
    apps: { ...environment.apps, foundation: { ci: { ...foundation!.ci, ...ci } } },
  };
}

describe("what a module would refuse is refused before, in the author's words", () => {
  const protection = library.api.protection;

  it.each<[string, Environment, string[]]>([
    [
      "an egress that is none of them",
      devWith({ egress: "nat" as never }),
      [
        'network.egress must be one of none, nat-instance, single-nat, nat-per-zone, regional-nat, got "nat"',
      ],
    ],
    [
      "a NAT instance without an image",
      devWith({ nat: {} }),
      [
        'network.nat.instance must name the image of the NAT instance when egress is "nat-instance"; give its imageId, or choose egress "single-nat"',
      ],
    ],
    [
      "a range that holds no subnets",
      devWith({ cidr: "10.20.0.0/29" }),
      [
        'network.cidr must be a /16 to /26, so that each of 4 zone shares holds a subnet, got "10.20.0.0/29"',
      ],
    ],
    [
      "a zone that the range has no share for",
      devWith({ zones: ["eu-west-1a", "eu-west-1f"] }),
      [
        'network.zones must have one of the first 4 letters, as the range has 4 zone shares, got "eu-west-1f"; choose another zone, or more zoneSlots before anything is deployed',
      ],
    ],
    [
      "tasks that reach nothing they need",
      devWith({ egress: "none" }),
      [
        'network.egress must reach logs (logs), ecr.api (images), ecr.dkr (images), secretsmanager (secrets), ssmmessages (shell sessions), kms (encryption of shell sessions), sqs (the application), got "dynamodb, s3"; add the endpoints or give the network egress',
      ],
    ],
    [
      "a period that Cloudflare does not count over",
      devWith({}, { protection: { ...protection, loginRate: { requests: 5, periodSeconds: 7 } } }),
      ["api.protection.loginRate.periodSeconds must be one of 10, got 7"],
    ],
    [
      "more protection than the zone's plan has",
      devWith({}, {}, { bots: { superBotFightMode: { definitelyAutomated: "block" } } }),
      ["zone.bots.superBotFightMode must be left out below the pro plan; the zone's plan is free"],
    ],
    [
      "an image by its tag",
      devWith({}, { image: { firstDigest: "latest" } }),
      ['api.image.firstDigest must be sha256: and 64 lower-case hexadecimal digits, got "latest"'],
    ],
    [
      "half a task",
      devWith({}, { tasks: { min: 1.5, max: 2 } }),
      ["api.tasks.min must be a whole number, got 1.5"],
    ],
  ])("%s", (_, environment, messages) => {
    expect(saidOf(environment)).toEqual(messages.map((each) => `apps.music-library.${each}`));
  });

  it("a network without a way out that has what its tasks need is fine", () => {
    const sets = ["fargate"] as const;
    const services = ["sqs"] as const;
    expect(
      saidOf(devWith({ egress: "none", nat: undefined, endpoints: { sets, services } })),
    ).toEqual([]);
  });

  it("zones of platforms that cannot be delegated, and names that nothing can be called by", () => {
    const graph = prod.apps["music-graph"];
    const platform = (zoneName: string, more: object = {}): Environment => ({
      ...prod,
      apps: {
        "music-graph": {
          ...graph,
          certificates: { ...graph.certificates, zoneName, names: [zoneName], ...more },
        },
      },
    });
    const at = "apps.music-graph.certificates";
    expect(saidOf(platform("graph.example.com"))).toEqual([
      `${at}.zoneName must lie below example.org, which shared delegates from, got "graph.example.com"`,
    ]);
    expect(saidOf(platform("a.graph-dev.example.org"), [shared, dev])).toEqual([
      `${at}.zoneName must not lie below graph-dev.example.org of dev, got "a.graph-dev.example.org"`,
    ]);
    expect(saidOf(platform("graph-dev.example.org"), [shared, dev])).toEqual([
      `${at}.zoneName must not be that of dev, got "graph-dev.example.org"`,
    ]);
    const names = ["*.graph.example.org", "graph.example.org", "graph.example.org"];
    expect(saidOf(platform("graph.example.org", { zoneId: "Z1", names }))).toEqual([
      `${at}.zoneId must be the id of a Route 53 zone, got "Z1"`,
      `${at}.names must not repeat a value, got "graph.example.org"`,
      `${at}.names must begin with a name that is no wildcard: the certificate has its name, got "*.graph.example.org"`,
    ]);
  });

  it("a wildcard inside a name, on certificates", () => {
    const { "music-graph": graph } = dev.apps;
    const names = [...graph.certificates.names, `a.*.${graph.certificates.zoneName}`];
    const certificates = { ...graph.certificates, names };
    const wrong = { ...dev, apps: { ...dev.apps, "music-graph": { ...graph, certificates } } };
    expect(saidOf(wrong)).toEqual([
      'apps.music-graph.certificates.names must be domain names of at most 237 characters, with * only as the whole first label, got "a.*.graph-dev.example.org"',
    ]);
  });

  it("rights that CI must not have, on both clouds at once", () => {
    const { aws, google } = dev.apps.foundation.ci;
    const wrong = withCi(dev, {
      apply: [{ environment: "prd" }],
      aws: { ...aws, services: ["*", "iam"], permissionsBoundaryArn: "ours" },
      google: { planRoles: ["roles/compute.admin"], applyRoles: ["roles/owner"] },
    });
    expect(saidOf(wrong, [shared, prod]).map((line) => line.slice("apps.".length))).toEqual(
      [
        'apply.environment must be one of shared, prod, dev, got "prd"',
        'aws.permissionsBoundaryArn must be the ARN of a policy, got "ours"',
        'aws.services must be IAM prefixes such as ec2, got "*"',
        'aws.services must not be account, iam, organizations, sso, sts, got "iam"; an apply may change the roles below its prefix; the rest is for people',
        'google.planRoles must read only, for an account that plans, got "roles/compute.admin"',
        'google.applyRoles must not be basic roles, got "roles/owner"; name the roles of the services that it works with',
      ].map((line) => `foundation.ci.${line}`),
    );
    expect(google.applyRoles.length).toBeGreaterThan(0);
  });

  it("mistakes of two apps, two environments and three clouds, all at once", () => {
    const graph = prod.apps["music-graph"];
    const wrongProd: Environment = {
      ...prod,
      apps: {
        ...prod.apps,
        "music-graph": { ...graph, host: { ...graph.host, zone: "europe-west2-b" } },
      },
    };
    const wrongDev = devWith(
      { egress: "nat-instance", nat: {}, cidr: "10.20.0.0/29" },
      { tasks: { min: 1, max: 0 } },
      { bots: { superBotFightMode: { definitelyAutomated: "block" } } },
    );
    const at = (name: string, lines: string[]) =>
      lines.map((line) => `environments/${name}/environment.ts: apps.${line}`);
    expect(said([shared, wrongDev, wrongProd])).toEqual([
      ...at("dev", [
        "music-library.zone.bots.superBotFightMode must be left out below the pro plan; the zone's plan is free",
        'music-library.network.cidr must be a /16 to /26, so that each of 4 zone shares holds a subnet, got "10.20.0.0/29"',
        'music-library.network.nat.instance must name the image of the NAT instance when egress is "nat-instance"; give its imageId, or choose egress "single-nat"',
        "music-library.api.tasks.max must be at least 1, got 0",
      ]),
      ...at("prod", ['music-graph.host.zone must be a zone of europe-west1, got "europe-west2-b"']),
    ]);
  });
});

describe("an environment that something essential is missing from", () => {
  it("is told that nobody makes the registries, whether shared lacks them or is not there", () => {
    const { "music-graph": _, ...rest } = shared.apps;
    const message =
      'apps.music-graph must have its registries in shared, or none of its stacks is made; write music-graph there, with kind "shared"';
    expect(saidOf(dev, [{ ...shared, apps: rest }])).toEqual([message]);
    expect(saidOf(dev, [])).toEqual([message]);
  });

  it("is told where the registries are already", () => {
    const second = { ...shared, name: "more", state: { kind: "local" } } as const;
    const more: Environment = {
      ...second,
      apps: { "music-graph": shared.apps["music-graph"] },
    };
    expect(saidOf(more, [shared, dev])).toEqual([
      "apps.music-graph.kind must not be shared: it is in shared already",
    ]);
    expect(said([shared])).toEqual([
      "environments/shared/environment.ts: apps.music-graph must have a platform that runs its images",
    ]);
  });

  it("is told that the registries' region is none", () => {
    const registries = { ...shared.apps["music-graph"], registryLocation: "europe-wset1" };
    const wrong: Environment = { ...shared, apps: { "music-graph": registries } };
    expect(said([wrong])[0]).toMatch(
      /^environments\/shared\/environment\.ts: apps\.music-graph\.registryLocation must be one of asia, europe, us, africa-south1, .*, got "europe-wset1"$/,
    );
  });

  it("is told that its stage is none, before what depends on one", () => {
    const staging = { ...devWith({ nat: {} }), stage: "staging" as never };
    expect(saidOf(staging)).toEqual(['stage must be one of dev, prod, got "staging"']);
  });

  it("is told that its account has GitHub's identity provider already, and how to use that", () => {
    const aws = { accountId: dev.aws.accountId, region: "eu-west-1" };
    const kmsKeyArn = prod.state.kmsKeyArn.replace(prod.aws.accountId, aws.accountId);
    const joined: Environment = { ...prod, aws, state: { ...prod.state, kmsKeyArn } };
    expect(saidOf(joined, [shared, dev])).toEqual([
      "apps.foundation.ci.aws.issuer must be exists: dev makes GitHub's identity provider in account 111122223333, which has one; or give the environment an account of its own",
    ]);
    const ci = prod.apps.foundation.ci;
    expect(saidOf(withCi(joined, { aws: { ...ci.aws, issuer: "exists" } }), [shared, dev])).toEqual(
      [],
    );
  });
});
