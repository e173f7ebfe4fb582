import { templateOf } from "@groundplan/core/testing/synth";
import { App, type TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import type { AdoptedThings } from "../adopt.ts";
import { createEstate, ENVIRONMENTS } from "../estate.ts";

/** A stack of the estate that adopts, as Terraform gets it. */
function stackOf(id: string, adopted: Readonly<Record<string, AdoptedThings>>) {
  const app = Testing.stubVersion(new App({ stackTraces: false }));
  createEstate(app, ENVIRONMENTS, adopted);
  return JSON.parse(JSON.stringify(templateOf(app.node.findChild(id) as TerraformStack)));
}

describe("what was there before", () => {
  it("is imported by the id that its provider knows", () => {
    const imports = {
      "dev-music-graph-backup": { "google_storage_bucket.backups": "acme-dev-music-graph-backups" },
    };
    expect(stackOf("dev-music-graph-backup", { dev: { imports } }).import).toEqual([
      { to: "google_storage_bucket.backups", id: "acme-dev-music-graph-backups" },
    ]);
  });

  it("keeps its name wherever that is said, also in other stacks", () => {
    const names = { "acme-dev-music-graph-database": "graph-dev-password" };
    const secrets = stackOf("dev-music-graph-secrets", { dev: { names } });
    expect(secrets.resource.google_secret_manager_secret.database.secret_id).toBe(
      "graph-dev-password",
    );
    const host = stackOf("dev-music-graph-host", { dev: { names } });
    expect(JSON.stringify(host.resource.google_secret_manager_secret_iam_member)).toContain(
      '"projects/acme-dev/secrets/graph-dev-password"',
    );
  });

  it("is written down without mistakes, or all of them are told", () => {
    const adopted = {
      dev: {
        names: { "acme-dev-nothing": "graph" },
        imports: {
          "prod-music-graph-backup": { "google_storage_bucket.backups": "x" },
          "dev-music-graph-backup": { "google_storage_bucket.bakups": "x" },
        },
      },
      qa: {},
    };
    expect(() => stackOf("dev-music-graph-backup", adopted)).toThrow(
      [
        'environments/adopted.ts: dev.names must be names that an app makes, got "acme-dev-nothing"; take the line out, or correct it',
        'environments/adopted.ts: dev.imports must name stacks of dev, got "prod-music-graph-backup"',
        'environments/adopted.ts: dev.imports.dev-music-graph-backup must name things of the stack, got "google_storage_bucket.bakups"',
        "environments/adopted.ts: qa must be an environment",
      ].join("\n"),
    );
  });
});
