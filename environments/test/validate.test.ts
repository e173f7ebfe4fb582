import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { dev } from "../dev/environment.ts";
import type { Environment } from "../environment.ts";
import { ENVIRONMENTS } from "../estate.ts";
import { prod } from "../prod/environment.ts";
import { shared } from "../shared/environment.ts";
import { validate } from "../validate.ts";

const library: NonNullable<Environment["apps"]["music-library"]> = dev.apps["music-library"];
const graph = dev.apps["music-graph"];

/** dev with some of music-library's values changed. */
function devWith(change: Partial<typeof library>): Environment {
  return { ...dev, apps: { ...dev.apps, "music-library": { ...library, ...change } } };
}

describe("validate", () => {
  it("finds nothing wrong with the environments of this repository", () => {
    expect(validate(ENVIRONMENTS)).toBeUndefined();
  });

  it("tells every mistake at once, each with file, path, rule and value", () => {
    const wrong: Environment = {
      ...devWith({
        network: { ...library.network, zones: ["eu-west-1a", "us-east-1b"] },
        api: { ...library.api, size: { cpuUnits: 256, memoryMiB: 4096 } },
      }),
      aws: { accountId: "1111", region: "eu-west-1" },
    };
    expect(() => validate([shared, wrong])).toThrow(
      'environments/dev/environment.ts: aws.accountId must be 12 digits, got "1111"\n' +
        'environments/dev/environment.ts: apps.music-library.network.zones must lie in eu-west-1, the stack\'s region, got "us-east-1b"\n' +
        "environments/dev/environment.ts: apps.music-library.api.size.memoryMiB must be 512, 1024, 2048 with 256 CPU units, got 4096",
    );
  });

  it.each<[string, Environment, string]>([
    [
      "an unknown region",
      { ...dev, apps: {}, aws: { accountId: "111122223333", region: "eu-west-9" } },
      "aws.region must be one of ap-northeast-1,",
    ],
    [
      "a name that is too long, with the overrun",
      { ...dev, org: "a-very-long-organisation".replaceAll("-", "") },
      'org must make names that have at most 32 characters (load balancer), got "averylongorganisation-dev-music-library"; shorten it by 7',
    ],
    [
      "a duplicate record",
      devWith({
        zone: { ...library.zone, records: [...library.zone.records, library.zone.records[0]!] },
      }),
      "apps.music-library.zone.records",
    ],
    [
      "a web service that nothing would wake",
      devWith({ api: { ...library.api, tasks: { min: 0, max: 2 } } }),
      "apps.music-library.api.tasks.min must be at least 1, got 0",
    ],
    [
      "a one-way door without a reason",
      devWith({ zone: { ...library.zone, hsts: { maxAgeSeconds: 31536000 } } }),
      'apps.music-library.zone.hsts.reason must say why in 10 to 200 characters, got ""',
    ],
    [
      "a zone that is none",
      devWith({ zone: { ...library.zone, name: "Example", records: [] } }),
      'apps.music-library.zone.name must be a lower-case domain name without a final dot, got "Example"',
    ],
    [
      "a state bucket with a name that S3 refuses",
      { ...dev, state: { kind: "s3", bucket: "Acme_State", region: "eu-west-1" } },
      "state.bucket must be lower-case letters, digits and hyphens",
    ],
    [
      "a workspace tag that HCP Terraform refuses",
      {
        ...dev,
        apps: {},
        state: {
          kind: "cloud",
          organization: "acme",
          project: "dev",
          workspacePrefix: "acme",
          tags: ["team:platform", "cost center"],
        },
      },
      'state.tags must be 1 to 255 letters, digits and : - _, got "cost center"',
    ],
    [
      "backups that go before their retention ends",
      {
        ...dev,
        apps: {
          "music-graph": {
            ...graph,
            backups: {
              ...graph.backups,
              retentionDays: 14,
              tiers: { daily: { everyHours: 24, keepDays: 7 } },
            },
          },
        },
      } as Environment,
      "apps.music-graph.backups.tiers.daily.keepDays must be",
    ],
    [
      "certificates outside the zone",
      {
        ...dev,
        apps: {
          "music-graph": {
            ...graph,
            certificates: { ...graph.certificates, names: ["www.example.com"] },
          },
        },
      } as Environment,
      'apps.music-graph.certificates.names must lie in the zone graph-dev.example.org, got "www.example.com"',
    ],
  ])("refuses %s", (_, environment, message) => {
    expect(() => validate([shared, environment])).toThrow(
      `environments/dev/environment.ts: ${message}`,
    );
  });

  it("refuses networks of two environments that overlap", () => {
    const wrong = devWith({ network: { ...library.network, cidr: "10.30.128.0/17" } });
    expect(() => validate([prod, wrong])).toThrow(
      "environments/dev/environment.ts: apps.music-library.network.cidr must not overlap " +
        '10.30.0.0/16 of prod, got "10.30.128.0/17"',
    );
  });

  it("refuses overlaps of networks on two clouds, once and with the range that is there", () => {
    const wrong = { ...graph, network: { hostsCidr: "10.20.3.0/24" } };
    const environment: Environment = { ...dev, apps: { ...dev.apps, "music-graph": wrong } };
    expect(refusal(() => validate([shared, environment]))).toBe(
      'environments/dev/environment.ts: apps.music-graph.network.hostsCidr must not overlap 10.20.0.0/16 of dev, got "10.20.3.0/24"',
    );
    const none = { ...dev, apps: { "music-graph": { ...wrong, network: { hostsCidr: "10" } } } };
    expect(refusal(() => validate([shared, none]))).toBe(
      'environments/dev/environment.ts: apps.music-graph.network.hostsCidr must be an IPv4 range such as 10.20.0.0/16, got "10"',
    );
  });

  it("refuses a host of prod that is not pinned, not watched and open without a reason, all at once", () => {
    const { "music-graph": inProd } = prod.apps;
    const host = {
      ...inProd.host,
      zone: "us-central1-a",
      image: { family: "music-graph-host" },
      images: { ...inProd.host.images, nginx: "nginx:1" },
      visitors: { everyone: { reason: "" } },
      passwordVersion: "latest",
      alertEmail: undefined,
    } as const;
    const wrong: Environment = { ...prod, apps: { "music-graph": { ...inProd, host } } };
    const at = "environments/prod/environment.ts: apps.music-graph.host.";
    expect(refusal(() => validate([shared, wrong]))).toBe(
      [
        'passwordVersion must be a number in prod, got "latest"; with latest there is no going back',
        'zone must be a zone of europe-west1, got "us-central1-a"',
        'image.family must be an exact image in prod, got "music-graph-host"; give image: the name that the build printed, so that a rebuild of the machine runs what was tried',
        'images.nginx must name an image by digest: registry/name@sha256:..., got "nginx:1"',
        'visitors.everyone.reason must say why in 10 to 200 characters, got ""',
        "alertEmail must be given in prod",
      ]
        .map((line) => at + line)
        .join("\n"),
    );
  });

  it("refuses one zone and one state bucket in two environments", () => {
    const wrong: Environment = {
      ...devWith({ zone: { ...library.zone, name: "example.com", records: [] } }),
      state: { kind: "s3", bucket: "acme-prod-terraform-state", region: "eu-west-1" },
    };
    expect(() => validate([prod, wrong])).toThrow(
      'environments/dev/environment.ts: state.bucket must not be that of prod, got "acme-prod-terraform-state"\n' +
        'environments/dev/environment.ts: apps.music-library.zone.name must not be that of prod, got "example.com"',
    );
  });

  it("refuses prod with one task, images of the dev registry and backups without protection", () => {
    const apps = prod.apps;
    const wrong: Environment = {
      ...prod,
      apps: {
        "music-library": {
          ...apps["music-library"],
          api: { ...apps["music-library"].api, tasks: { min: 1, max: 4 } },
        } as Environment["apps"]["music-library"],
        "music-graph": {
          ...apps["music-graph"],
          channel: "dev",
          backups: { ...apps["music-graph"].backups, protect: false },
        } as Environment["apps"]["music-graph"],
      },
    };
    expect(() => validate([shared, wrong])).toThrow(
      "environments/prod/environment.ts: apps.music-library.api.tasks.min must be at least 2, got 1\n" +
        'environments/prod/environment.ts: apps.music-graph.channel must be release in prod, got "dev"; ' +
        "images of the dev registry are cleaned up by age\n" +
        "environments/prod/environment.ts: apps.music-graph.backups.protect must not be false in prod, got false; " +
        "to take the platform down, destroy it with its protections off",
    );
  });
});
