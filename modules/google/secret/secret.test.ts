import { addresses, only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { serviceAccountGrantee } from "../iam/index.ts";
import { synth } from "../testing/index.ts";
import { DEFAULTS, Secret, type SecretProps } from "./index.ts";

const DEV: SecretProps = { stage: "dev", name: "acme-dev-graph-database", project: "acme-dev" };
const PROD: SecretProps = {
  stage: "prod",
  name: "acme-prod-graph-database",
  project: "acme-prod",
  regions: ["europe-west4", "europe-west1"],
};
const ROTATION = {
  everyDays: 90,
  first: "2027-02-01T06:00:00Z",
  projectNumber: "123456789012",
};
const HOST = serviceAccountGrantee("host", "host@acme-dev.iam.gserviceaccount.com");

const make = (props: SecretProps, act: (secret: Secret) => void = () => {}) =>
  synth((stack) => act(new Secret(stack, "database", props)));
const secret = (props: SecretProps) => only(make(props), "google_secret_manager_secret");

describe("a secret", () => {
  it("lies anywhere and goes at once in dev", () => {
    expect(secret(DEV)).toEqual({
      secret_id: "acme-dev-graph-database",
      project: "acme-dev",
      replication: { auto: {} },
      deletion_protection: false,
      lifecycle: { prevent_destroy: false, ignore_changes: [] },
    });
  });

  it("lies in named regions, waits and is protected in prod", () => {
    expect(secret(PROD)).toMatchObject({
      replication: {
        user_managed: {
          replicas: [{ location: "europe-west1" }, { location: "europe-west4" }],
        },
      },
      version_destroy_ttl: "604800s",
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has the same defaults in its constant", () => {
    expect(DEFAULTS).toEqual({
      destroyDelayDays: { dev: 0, prod: 7 },
      mustNameRegions: { dev: false, prod: true },
      versionsMustBePinned: { dev: false, prod: true },
      onVersionRemoved: { dev: "DELETE", prod: "DISABLE" },
      protect: { dev: false, prod: true },
    });
  });

  it("keeps its address: changing it loses the values", () => {
    expect(addresses(make(PROD))).toEqual(["google_secret_manager_secret.database"]);
  });

  it("keeps its protection and place against overrides", () => {
    const overrides = { secret: { deletionProtection: false, annotations: { owner: "graph" } } };
    expect(secret({ ...PROD, overrides })).toMatchObject({
      deletion_protection: true,
      annotations: { owner: "graph" },
    });
  });
});

describe("its value", () => {
  it("is nowhere unless somebody adds a version", () => {
    expect(Object.keys(make(DEV).resource)).toEqual(["google_secret_manager_secret"]);
  });

  it.each([
    [DEV, "DELETE"],
    [PROD, "DISABLE"],
  ] as const)(
    "goes through Terraform by write-only argument and ephemeral variable",
    (props, policy) => {
      const template = make({ ...props, written: 2 });
      const variables = Object.entries(template["variable"] as Record<string, object>);
      expect(variables).toHaveLength(1);
      const [name, variable] = variables[0]!;
      expect(variable).toMatchObject({ ephemeral: true, sensitive: true, default: null });
      expect(only(template, "google_secret_manager_secret_version")).toEqual({
        secret: "${google_secret_manager_secret.database.id}",
        secret_data_wo: `\${var.${name}}`,
        secret_data_wo_version: 2,
        deletion_policy: policy,
      });
    },
  );

  it("is read by version, and by latest in dev alone", () => {
    make(PROD, (made) =>
      expect(made.version(3)).toBe(
        "projects/acme-prod/secrets/acme-prod-graph-database/versions/3",
      ),
    );
    make(DEV, (made) => expect(made.version("latest")).toMatch(/versions\/latest$/));
    expect(refusal(() => make(PROD, (made) => made.version("latest")))).toBe(
      'test/database: version must be a number in prod, got "latest"',
    );
    expect(refusal(() => make(PROD, (made) => made.version(0)))).toBe(
      "test/database: version must be at least 1, got 0",
    );
  });
});

describe("grants", () => {
  it("are bound to the secret, and who adds does not read", () => {
    const template = make(DEV, (made) => {
      made.grantRead(HOST);
      made.grantAdd(HOST);
    });
    const grants = Object.values(resourcesOf(template, "google_secret_manager_secret_iam_member"));
    const on = "${google_secret_manager_secret.database.id}";
    expect(grants).toHaveLength(2);
    expect(grants).toEqual(
      expect.arrayContaining([
        { secret_id: on, role: "roles/secretmanager.secretAccessor", member: HOST.member },
        { secret_id: on, role: "roles/secretmanager.secretVersionAdder", member: HOST.member },
      ]),
    );
    expect(Object.keys(template.resource)).not.toContain("google_project_iam_member");
  });
});

it("is granted by names where another stack made it", () => {
  const template = synth((stack) => {
    const known = { stage: "dev", name: "acme-dev-graph-database", project: "acme-dev" } as const;
    Secret.fromExisting(stack, "database", known).grantRead(HOST);
  });
  expect(only(template, "google_secret_manager_secret_iam_member").secret_id).toBe(
    "projects/acme-dev/secrets/acme-dev-graph-database",
  );
});

describe("rotation", () => {
  it("is told to a topic that Google's own account may publish to, before the secret", () => {
    const template = make({ ...DEV, rotation: ROTATION });
    expect(only(template, "google_pubsub_topic").name).toBe("acme-dev-graph-database-rotation");
    expect(only(template, "google_pubsub_topic_iam_member")).toMatchObject({
      role: "roles/pubsub.publisher",
      member: "serviceAccount:service-123456789012@gcp-sa-secretmanager.iam.gserviceaccount.com",
    });
    const made = only(template, "google_secret_manager_secret");
    expect(made).toMatchObject({
      rotation: { next_rotation_time: "2027-02-01T06:00:00Z", rotation_period: "7776000s" },
      lifecycle: { ignore_changes: ["rotation[0].next_rotation_time"] },
    });
    expect(made.topics).toHaveLength(1);
    expect(made.depends_on).toEqual([
      expect.stringMatching(/^google_pubsub_topic_iam_member\.database_rotation_tells_/),
    ]);
  });
});

it("tells everything that is wrong at once", () => {
  const wrong: SecretProps = {
    stage: "prod",
    name: "graph.database",
    project: "123",
    destroyDelayDays: 2000,
    rotation: { everyDays: 0, first: "soon", projectNumber: "acme" },
    written: 0,
  };
  expect(refusal(() => make(wrong))).toBe(
    [
      'name must be 1 to 255 letters, digits, - and _, got "graph.database"',
      'project must be a project id, not a number, got "123"',
      "regions must say in prod where the value lies; it cannot be changed later without losing the values",
      "destroyDelayDays must be 0 to 1000, got 2000",
      "rotation.everyDays must be 1 to 1000, got 0",
      'rotation.first must be a time in UTC such as 2027-02-01T06:00:00Z, got "soon"',
      'rotation.projectNumber must be the project\'s number, got "acme"',
      "written must be 1 or more, got 0",
    ]
      .map((line) => `test/database: ${line}`)
      .join("\n"),
  );
  expect(refusal(() => make({ ...DEV, regions: ["EU"] }))).toBe(
    'test/database: regions must be regions such as europe-west1, got "EU"',
  );
});
