import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { ExistingRole } from "../iam/index.ts";
import { synth } from "../testing/index.ts";
import { actionsOf, allows } from "../testing/judge-policy.ts";
import { ImageCache } from "./image-cache.ts";
import { RegistrySettings } from "./registry-settings.ts";
import type { RegistrySettingsProps } from "./registry-settings-props.ts";

const TOKEN =
  "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/docker-hub-Ab1";

function make(props: Partial<RegistrySettingsProps> = {}): Template {
  return synth((stack) => {
    new RegistrySettings(stack, "registry", { stage: "prod", ...props });
  });
}

describe("scanning", () => {
  it.each(["dev", "prod"] as const)(
    "in %s looks through every image once it is pushed",
    (stage) => {
      expect(only(make({ stage }), "aws_ecr_registry_scanning_configuration")).toEqual({
        scan_type: "BASIC",
        rule: [
          {
            scan_frequency: "SCAN_ON_PUSH",
            repository_filter: [{ filter: "*", filter_type: "WILDCARD" }],
          },
        ],
      });
    },
  );

  it("by Inspector goes on all the time", () => {
    const made = make({ scanning: "enhanced" });
    expect(only(made, "aws_ecr_registry_scanning_configuration")).toMatchObject({
      scan_type: "ENHANCED",
      rule: [{ scan_frequency: "CONTINUOUS_SCAN" }],
    });
  });
});

describe("a cache", () => {
  it.each([
    ["dev", 10],
    ["prod", 50],
  ] as const)(
    "in %s makes repositories that keep %i images, before it makes any",
    (stage, newest) => {
      const made = make({
        stage,
        caches: { hub: { upstream: "docker-hub", credentialArn: TOKEN } },
      });
      const template = only(made, "aws_ecr_repository_creation_template");
      expect(template).toMatchObject({
        prefix: "hub",
        applied_for: ["PULL_THROUGH_CACHE"],
        image_tag_mutability: "MUTABLE",
      });
      expect(JSON.parse(template.lifecycle_policy).rules).toMatchObject([
        { selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: newest } },
      ]);
      expect(only(made, "aws_ecr_pull_through_cache_rule")).toEqual({
        ecr_repository_prefix: "hub",
        upstream_registry_url: "registry-1.docker.io",
        credential_arn: TOKEN,
        depends_on: [expect.stringMatching(/^aws_ecr_repository_creation_template\./)],
      });
    },
  );

  it("lets a role fetch what is not here yet, below its prefix alone", () => {
    const template = synth((stack) => {
      const role = new ExistingRole(stack, "tasks", { name: "acme-prod-tasks" });
      new ImageCache(stack, "quay", { prefix: "quay" }).grantPull(role);
    });
    const policy = JSON.parse(only(template, "aws_iam_role_policy").policy);
    const may = (action: string, repository: string) =>
      allows(policy, {
        action,
        resource: `arn:aws:ecr:eu-west-1:111122223333:repository/${repository}`,
      });
    expect(may("ecr:BatchGetImage", "quay/a/b")).toBe(true);
    expect(may("ecr:BatchImportUpstreamImage", "quay/a/b")).toBe(true);
    expect(may("ecr:CreateRepository", "quay/a/b")).toBe(true);
    expect(may("ecr:CreateRepository", "quayside/a")).toBe(false);
    expect(actionsOf(policy)).toEqual([
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:BatchImportUpstreamImage",
      "ecr:CreateRepository",
      "ecr:GetAuthorizationToken",
      "ecr:GetDownloadUrlForLayer",
    ]);
  });

  it("knows at synth where an image of it is", () => {
    synth((stack) => {
      expect(
        new ImageCache(stack, "hub", { prefix: "hub" }).image("library/nginx", "sha256:0"),
      ).toBe("111122223333.dkr.ecr.eu-west-1.amazonaws.com/hub/library/nginx@sha256:0");
    });
  });
});

describe("copies", () => {
  it("go where each rule says, of this account unless it names another, whatever order they are in", () => {
    const acme = { of: ["acme"], to: [{ region: "eu-central-1" }] };
    const shop = { of: ["shop"], to: [{ region: "eu-west-1", accountId: "444455556666" }] };
    const made = make({ replication: { acme, shop } });
    const filter = (prefix: string) => [{ filter: `${prefix}/`, filter_type: "PREFIX_MATCH" }];
    expect(only(made, "aws_ecr_replication_configuration")).toEqual({
      replication_configuration: {
        rule: [
          {
            destination: [{ region: "eu-central-1", registry_id: "111122223333" }],
            repository_filter: filter("acme"),
          },
          {
            destination: [{ region: "eu-west-1", registry_id: "444455556666" }],
            repository_filter: filter("shop"),
          },
        ],
      },
    });
    expect(make({ replication: { shop, acme } })).toEqual(made);
    expect(resourcesOf(make(), "aws_ecr_replication_configuration")).toEqual({});
  });

  it("arrive in repositories that are cleaned up, from accounts that are named", () => {
    const made = make({
      receives: { acme: { keepNewest: 5 }, shop: { fromAccounts: ["444455556666"] } },
    });
    const templates = Object.values(resourcesOf(made, "aws_ecr_repository_creation_template"));
    expect(templates.map(({ prefix, applied_for }) => [prefix, applied_for])).toEqual([
      ["acme", ["REPLICATION"]],
      ["shop", ["REPLICATION"]],
    ]);
    expect(JSON.parse(only(made, "aws_ecr_registry_policy").policy).Statement).toEqual([
      {
        Sid: "ReceiveFrom444455556666",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::444455556666:root"] },
        Action: ["ecr:CreateRepository", "ecr:ReplicateImage"],
        Resource: ["arn:aws:ecr:eu-west-1:111122223333:repository/shop/*"],
      },
    ]);
    expect(resourcesOf(make({ receives: { acme: {} } }), "aws_ecr_registry_policy")).toEqual({});
  });
});

describe("settings are refused", () => {
  it("with everything that is wrong at once", () => {
    const told = refusal(() =>
      make({
        caches: {
          Hub: { upstream: "docker-hub", keepNewest: 1 },
          quay: { upstream: "quay", credentialArn: TOKEN },
          ghcr: { upstream: "github", credentialArn: TOKEN.replace("ecr-pullthroughcache/", "") },
          lab: { upstream: "gitlab", credentialArn: TOKEN.replace("eu-west-1", "us-east-1") },
        },
        replication: {
          home: { of: [], to: [{ region: "eu-west-1" }] },
          far: { of: ["acme/"], to: [{ region: "Frankfurt", accountId: "4" }] },
        },
        receives: { quay: { fromAccounts: ["4"] } },
      }),
    );
    expect(told.split("\n")).toEqual(
      [
        'caches.Hub must be one part of a repository\'s name: docker-hub, got "Hub"',
        "caches.Hub.credentialArn must be given: registry-1.docker.io answers nobody whom it does not know",
        "caches.Hub.keepNewest must be at least 2, got 1",
        `caches.quay.credentialArn must be left out: quay.io asks for none, got "${TOKEN}"`,
        'caches.ghcr.credentialArn must be of a secret whose name begins with ecr-pullthroughcache/: ECR reads no other, got "arn:aws:secretsmanager:eu-west-1:111122223333:secret:docker-hub-Ab1"',
        `caches.lab.credentialArn must be of a secret in this account and region, got "${TOKEN.replace("eu-west-1", "us-east-1")}"`,
        'receives must have prefixes of its own: what is made below one is made in one way, got "quay"',
        "replication.home.of must name what is copied",
        'replication.home.to must be other places than this registry, got "eu-west-1"',
        'replication.far.of must be the first part of repositories\' names, got "acme/"',
        'replication.far.to must be of regions, got "Frankfurt"',
        'replication.far.to must be accounts of 12 digits, got "4"',
        'receives.quay.fromAccounts must be accounts of 12 digits, got "4"',
      ].map((line) => `test/registry: ${line}`),
    );
  });

  it("with more than ECR takes", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => index);
    const rule = { of: ["acme"], to: [{ region: "eu-central-1" }] };
    const crowded = {
      of: many(101).map((each) => `a${each}`),
      to: many(101).map((each) => ({
        region: "eu-central-1",
        accountId: `${100_000_000_000 + each}`,
      })),
    };
    const rules = many(25).map((each) => [`r${each}`, rule]);
    expect(
      refusal(() => make({ replication: { ...Object.fromEntries(rules), crowded } })).split("\n"),
    ).toEqual([
      "test/registry: replication must have 25 rules at most, got 26",
      "test/registry: replication.crowded.of must have 100 prefixes at most, got 101",
      "test/registry: replication.crowded.to must have 100 places at most, got 101",
    ]);
  });

  it("a second time for one account and region", () => {
    const twice = () =>
      synth((stack) => {
        new RegistrySettings(stack, "one", { stage: "dev" });
        new RegistrySettings(stack, "two", { stage: "dev" });
      });
    expect(refusal(twice)).toBe(
      "test/two: settings must be made once for an account and region; those of 111122223333 in eu-west-1 are made at test/one",
    );
  });
});
