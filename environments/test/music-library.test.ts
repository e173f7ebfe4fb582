import type { MusicLibrarySettings } from "@groundplan/apps/music-library/settings";
import {
  type Attributes,
  only,
  refusal,
  resourcesOf,
  type Template,
} from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { dev } from "../dev/environment.ts";
import type { Environment } from "../environment.ts";
import { prod } from "../prod/environment.ts";
import { shared } from "../shared/environment.ts";
import { validate } from "../validate.ts";
import { synthEstate } from "./synth-estate.ts";

const estate = synthEstate();
const layer = (environment: string, name: string): Template =>
  estate.get(`${environment}-music-library-${name}`)!.template;
const STAGES = ["dev", "prod"] as const;

const environmentOf = (each: (typeof STAGES)[number]) => (each === "dev" ? dev : prod);

/** The application's container in each process, by family. */
function containersOf(environment: string): Record<string, Attributes> {
  const tasks = Object.values(
    resourcesOf(layer(environment, "service"), "aws_ecs_task_definition"),
  );
  return Object.fromEntries(
    tasks.map(({ family, container_definitions }) => [
      family.replace(`acme-${environment}-music-library-`, ""),
      JSON.parse(container_definitions)[0],
    ]),
  );
}

describe.each(STAGES)("the application in %s", (environment) => {
  const containers = containersOf(environment);
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

  it("has five processes of one image", () => {
    const commands = Object.entries(containers).map(([process, { command }]) => [
      process,
      command?.slice(2, 3),
    ]);
    expect(commands.sort()).toEqual([
      ["catch-up", ["catch_up"]],
      ["migrate", ["migrate"]],
      ["set-up", ["set_up"]],
      ["web", undefined],
      ["worker", ["work"]],
    ]);
    expect(new Set(Object.values(containers).map(({ image }) => image)).size).toBe(1);
    expect(containers["web"]!["image"]).toMatch(/\$\{aws_ssm_parameter\.image\.insecure_value\}$/);
  });

  it("is told where everything is, and gets one secret by its name", () => {
    for (const process of ["web", "worker", "catch-up", "migrate"]) {
      expect(names(containers[process]!["environment"])).toEqual([
        "ALLOWED_HOSTS",
        "AWS_REGION",
        "COVERS_BUCKET",
        "DATABASE_HOST",
        "DATABASE_NAME",
        "DATABASE_PORT",
        "DATABASE_USER",
        "PORT",
        "QUEUE_URL",
        "SEARCH_URL",
      ]);
      expect(names(containers[process]!["secrets"])).toEqual(["SECRET_KEY"]);
    }
  });

  it("has one process alone that acts as others: the database's master, and search's", () => {
    const { environment: variables, secrets, command } = containers["set-up"]!;
    expect(names(secrets)).toEqual(["DATABASE_PASSWORD", "SECRET_KEY"]);
    expect(variables).toContainEqual({ name: "DATABASE_USER", value: "postgres" });
    const { accountId } = environmentOf(environment).aws;
    expect(command.slice(3)).toEqual([
      "--user",
      "music_library",
      "--role",
      expect.stringMatching(/^\$\{aws_iam_role\.app_task-role_\w+\.arn\}$/),
      "--snapshots",
      `acme-${environment}-music-library-search`,
      "--snapshot-role",
      `arn:aws:iam::${accountId}:role/acme-${environment}-music-library-snapshots`,
    ]);
    const roles = resourcesOf(layer(environment, "search"), "aws_iam_role");
    expect(Object.values(roles).map(({ name }) => name)).toEqual([
      `acme-${environment}-music-library-snapshots`,
    ]);
    const parameters = resourcesOf(layer(environment, "service"), "aws_ssm_parameter");
    const { insecure_value: told } = Object.values(parameters).find(({ name }) =>
      name.endsWith("/release"),
    )!;
    const masters = told.match(/"taskRoleArn" = "[^"]+"/g);
    expect(masters).toEqual([
      `"taskRoleArn" = "${environmentOf(environment).apps["music-library"].search.adminRoleArn}"`,
    ]);
  });
});

it("new tasks are tried from the addresses that the network of prod leaves with, and from nowhere else", () => {
  const rules = Object.values(
    resourcesOf(layer("prod", "service"), "aws_vpc_security_group_ingress_rule"),
  ).filter(({ from_port: port }) => port === 8443);
  expect(rules.map(({ cidr_ipv4: range }) => range)).toEqual(
    [0, 1, 2].map((index) =>
      expect.stringMatching(
        new RegExp(`^\\$\\{element\\(.*network_egress_ips, ${index}\\)\\}/32$`),
      ),
    ),
  );
  expect(only(layer("prod", "service"), "aws_lambda_function")).toMatchObject({
    environment: { variables: { HOST: "api.example.com", PATHS: "/health" } },
  });
});

describe("the origin in both stages", () => {
  const listener = (environment: string) =>
    Object.values(resourcesOf(layer(environment, "service"), "aws_lb_listener")).find(
      ({ port }) => port === 443,
    )!;

  it.each(STAGES)("%s answers who shows a certificate that an authority of ours signed", (each) => {
    expect(listener(each)["mutual_authentication"]).toEqual({
      mode: "verify",
      trust_store_arn: "${aws_lb_trust_store.origin.arn}",
    });
    expect(
      only(layer(each, "edge"), "cloudflare_authenticated_origin_pulls_settings").enabled,
    ).toBe(true);
  });

  it("asks for none while there is no authority, so that Cloudflare shows its own before", () => {
    const { api, ...library } = prod.apps["music-library"];
    const { originAuthorities: _, ...unlocked } = api;
    const values = {
      ...prod,
      apps: { ...prod.apps, "music-library": { ...library, api: unlocked } },
    };
    const made = synthEstate([shared, values]);
    const service = made.get("prod-music-library-service")!.template;
    const asking = Object.values(resourcesOf(service, "aws_lb_listener")).filter(
      ({ mutual_authentication: how }) => how !== undefined,
    );
    expect(asking).toEqual([]);
    expect(resourcesOf(service, "aws_lb_trust_store")).toEqual({});
    const edge = made.get("prod-music-library-edge")!.template;
    expect(only(edge, "cloudflare_authenticated_origin_pulls_settings").enabled).toBe(true);
  });
});

it("observes in prod before it enforces, and keeps the back office and all of dev for the office", () => {
  const rules = (each: string, phase: string) =>
    Object.values(resourcesOf(layer(each, "edge"), "cloudflare_ruleset")).find(
      (ruleset) => ruleset["phase"] === phase,
    )!["rules"] as Attributes[];
  const managed = rules("prod", "http_request_firewall_managed")[0]!["action_parameters"];
  expect(managed.overrides).toEqual({ action: "managed_challenge" });
  const reserved = STAGES.map(
    (each) =>
      rules(each, "http_request_firewall_custom").find(({ ref }) => ref === "api-reserve-paths")![
        "expression"
      ],
  );
  expect(reserved).toEqual([
    'http.host in {"api.example.net"} and starts_with(http.request.uri.path, "/") and not (ip.src in {203.0.113.0/24})',
    'http.host in {"api.example.com"} and starts_with(http.request.uri.path, "/admin/") and not (ip.src in {203.0.113.0/24})',
  ]);
});

describe("what an environment chooses of releases", () => {
  const withLibrary = (
    values: Environment,
    change: Partial<MusicLibrarySettings>,
  ): Environment => ({
    ...values,
    apps: {
      ...values.apps,
      "music-library": { ...values.apps["music-library"]!, ...change },
    },
  });
  const strategies = (values: Environment) => {
    const { template } = synthEstate([shared, values]).get(`${values.name}-music-library-service`)!;
    const services = Object.values(resourcesOf(template, "aws_ecs_service"));
    return Object.fromEntries(
      services.map(({ name, deployment_configuration: how }) => [
        name.split("-").at(-1),
        how?.strategy,
      ]),
    );
  };

  it("is either way in either stage, and the worker is replaced task by task", () => {
    const { api } = dev.apps["music-library"];
    const blueGreen = withLibrary(dev, { api: { ...api, release: { bakeMinutes: 3 } } });
    const rolling = withLibrary(prod, {
      api: { ...prod.apps["music-library"].api, release: "rolling" },
    });
    expect(strategies(blueGreen)).toEqual({ web: "BLUE_GREEN", worker: undefined });
    expect(strategies(rolling)).toEqual({ web: undefined, worker: undefined });
  });

  it("is no blue/green where nobody could try the new tasks", () => {
    const { network } = prod.apps["music-library"];
    const closed = withLibrary(prod, { network: { ...network, egress: "none" } });
    expect(refusal(() => validate([shared, closed]))).toBe(
      'environments/prod/environment.ts: apps.music-library.api.release must be "rolling" in a network without a way out; nobody in there reaches the load balancer\'s public address to try new tasks',
    );
  });
});

it("tells all that is wrong with data, search, releases and alerts at once", () => {
  const library: MusicLibrarySettings = prod.apps["music-library"];
  const wrong: MusicLibrarySettings = {
    ...library,
    zone: { ...library.zone, managedRules: { mode: "off", reason: "no" } },
    data: {
      database: { version: 17, instanceClass: "db.m7g.huge", backups: { days: 3 } },
      jobs: { attempts: 0 },
    },
    search: {
      ...library.search,
      adminRoleArn: "admin",
      topology: { zones: 2, data: { type: "m6g.large.search", count: 2 } },
    },
    api: {
      ...library.api,
      release: { smokeTestPaths: ["smoke"] },
      originAuthorities: "theirs",
    },
    jobs: { workers: { min: 3, max: 1 }, catchUp: "hourly" },
    pipeline: { ...library.pipeline, copiedTo: ["acme"] },
    alerts: {
      channels: { "on-call": { kind: "on-call", parameter: "url" } },
      usdPerMonth: 0.5,
    },
  };
  const estate = [shared, { ...prod, apps: { ...prod.apps, "music-library": wrong } }];
  const lines = refusal(() => validate(estate)).split("\n");
  expect(lines.map((line) => line.replace(/^.*apps\.music-library\./, ""))).toEqual([
    'zone.managedRules.reason must say why in 10 to 200 characters, got "no"',
    'data.database.instanceClass must have a size that db.m7g comes in: large, xlarge, 2xlarge, 4xlarge, 8xlarge, 12xlarge, 16xlarge, got "db.m7g.huge"',
    "data.database.backups.days must be at least 7 while protected, got 3",
    "data.jobs.attempts must be 1 to 1000, got 0",
    'search.adminRoleArn must be the ARN of a role, got "admin"',
    "search.topology.masters must be given with two zones: in one of them most of those who lead would stand; AWS spreads three masters over three zones",
    "search.topology.data.count must not be 2 without masters: when one is lost, the other has no majority and stops, got 2; take 1, 3 or masters",
    'api.release.smokeTestPaths must be paths such as /health, got "smoke"',
    "api.originAuthorities must be certificates in PEM and nothing else",
    "jobs.workers.max must be at least 3, got 1",
    'jobs.catchUp must be cron(...), rate(...) or at(...), got "hourly"',
    'pipeline.copiedTo must be 12 digits, got "acme"',
    'alerts.channels.on-call.parameter must be a path such as /acme/prod/api/token, not below /aws or /ssm, got "url"',
    "alerts.usdPerMonth must be a whole number, got 0.5",
  ]);
});
