import { describe, expect, it } from "vitest";
import { OF_OTHERS, PROTECTING } from "../provider/behaviour/refuse/going/protected.ts";
import { CLOUDS, Library } from "../provider/schema/library.ts";
import { LETS_GO } from "./lets-go.ts";
import { preventedBy, protectionsOf, protectionsOff } from "./protections.ts";

const template = {
  resource: {
    aws_db_instance: {
      main: {
        deletion_protection: true,
        lifecycle: { prevent_destroy: true, ignore_changes: ["x"] },
      },
      scratch: { deletion_protection: false, skip_final_snapshot: true },
    },
    google_sql_database_instance: {
      main: { settings: [{ tier: "db-f1-micro", deletion_protection_enabled: true }] },
    },
    aws_kms_key: { main: { lifecycle: [{ prevent_destroy: true }] } },
    aws_vpc: { main: { lifecycle: { create_before_destroy: true } } },
  },
};

describe("protections of a stack", () => {
  it("are found whether Terraform or the provider keeps them", () => {
    expect(protectionsOf(template)).toEqual([
      {
        address: "aws_db_instance.main",
        by: ["prevent_destroy", "deletion_protection", "skip_final_snapshot"],
      },
      {
        address: "google_sql_database_instance.main",
        by: ["deletion_protection", "settings.deletion_protection_enabled"],
      },
      { address: "aws_kms_key.main", by: ["prevent_destroy"] },
    ]);
    expect(preventedBy(template)).toEqual(["aws_db_instance.main", "aws_kms_key.main"]);
  });

  it("are taken off one by one, and the rest of a block is kept", () => {
    expect(protectionsOff(template)).toEqual({
      resource: {
        aws_db_instance: {
          main: {
            deletion_protection: false,
            skip_final_snapshot: true,
            lifecycle: { prevent_destroy: false },
          },
        },
        google_sql_database_instance: {
          main: {
            deletion_protection: false,
            settings: { tier: "db-f1-micro", deletion_protection_enabled: false },
          },
        },
        aws_kms_key: { main: { lifecycle: { prevent_destroy: false } } },
      },
    });
  });

  it("need no override where there are none", () => {
    expect(protectionsOff({ resource: { aws_vpc: template.resource.aws_vpc } })).toBeUndefined();
  });

  it.each(Object.entries(LETS_GO))("are arguments that the provider's %s has", (type, values) => {
    const library = new Library(type.startsWith("aws_") ? "aws" : "google");
    const schema = library.resource(type)?.schema.block;
    for (const path of Object.keys(values)) {
      const [name, inner] = path.split(".");
      const block = inner ? schema?.block_types?.[name!]?.block : schema;
      expect(Object.keys(block?.attributes ?? {})).toContain(inner ?? name);
    }
  });

  it("are known of every type that has one", () => {
    const protectable = CLOUDS.map((cloud) => new Library(cloud)).flatMap((library) =>
      Object.keys(library.index.resources).filter((type) => {
        const { attributes = {} } = library.schemaOf(type).block;
        return !OF_OTHERS.has(type) && PROTECTING.some((name) => attributes[name]?.optional);
      }),
    );
    expect(protectable.length).toBeGreaterThan(50);
    expect(protectable.filter((type) => !(type in LETS_GO))).toEqual([]);
  });
});
