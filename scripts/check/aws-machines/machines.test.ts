import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { machinesOf as auroraMachinesOf } from "../../../modules/aws/aurora/machines.ts";
import type { Machines } from "../../../modules/aws/database/machines.ts";
import { MACHINES as POSTGRES } from "../../../modules/aws/postgres/machines.ts";
import { findPart, missingPinned } from "../../parts/parts.ts";

interface Rule {
  readonly if: {
    readonly properties: {
      readonly Engine: { readonly const: string };
      readonly EngineVersion: { readonly pattern: string };
    };
  };
  readonly then: {
    readonly properties: { readonly DBInstanceClass: { readonly enum: readonly string[] } };
  };
}

/** What AWS's API offers, as cfn-lint has it; that comes along with moto. */
function offered(): readonly Rule[] {
  const lib = join(dirname(findPart("moto_server")!), "../lib");
  const [python] = readdirSync(lib).filter((name) => name.startsWith("python3"));
  const data = "site-packages/cfnlint/data/schemas/extensions/aws_rds_dbinstance";
  return JSON.parse(readFileSync(join(lib, python!, data, "db_instance_class.json"), "utf8")).allOf;
}

/** Machines of one version. cfn-lint does not tell engines apart, so the version must be of one alone. */
function machinesOf(engine: string, version: string): ReadonlySet<string> {
  const rule = offered().find(
    (each) =>
      each.if.properties.Engine.const === engine &&
      new RegExp(each.if.properties.EngineVersion.pattern).test(version),
  );
  return new Set(rule?.then.properties.DBInstanceClass.enum);
}

function namesOf({ sizes }: Machines): string[] {
  return Object.entries(sizes).flatMap(([kind, all]) =>
    all.map((size) => `db.${kind}${size && `.${size}`}`),
  );
}

describe.skipIf(missingPinned("moto_server"))("what AWS offers", () => {
  it.each(["14.21", "15.16", "16.12", "17.8"])(
    "for PostgreSQL %s is every machine that the module takes",
    (version) => {
      const machines = machinesOf("postgres", version);
      expect(machines.size).toBeGreaterThan(100);
      expect(namesOf(POSTGRES).filter((name) => !machines.has(name))).toEqual([]);
    },
  );

  it.each(["14.17", "15.12", "16.8", "17.4"])(
    "for Aurora PostgreSQL %s is every machine that the module takes, and no other",
    (version) => {
      const machines = machinesOf("aurora-postgresql", version);
      expect([...machines].sort()).toEqual(namesOf(auroraMachinesOf("postgresql")).sort());
    },
  );

  it("has none of the kinds that the module says have ended", () => {
    const machines = [...machinesOf("postgres", "17.8")];
    const absent = Object.keys(POSTGRES.absent);
    expect(machines.filter((name) => absent.includes(name.split(".")[1]!))).toEqual([]);
  });
});
