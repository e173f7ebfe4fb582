import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { prod } from "../../../environments/prod/environment.ts";
import { synthEstate } from "../../../environments/test/synth-estate.ts";
import { handOverIn } from "../../ecs-release/hand-over.ts";
import { findPart, missing } from "../../parts/parts.ts";
import { EXAMPLE } from "./library.ts";

const estate = synthEstate();

/** A container as the estate describes it. */
interface Container {
  readonly command?: readonly string[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string }[];
  readonly portMappings?: readonly { readonly containerPort: number }[];
}

describe.each(["dev", "prod"])("the application in %s", (environment) => {
  const { template } = estate.get(`${environment}-music-library-service`)!;
  const containers = Object.values(resourcesOf(template, "aws_ecs_task_definition")).map(
    ({ family, container_definitions }): [string, Container] => [
      family.replace(/^.*music-library-/, ""),
      JSON.parse(container_definitions)[0],
    ],
  );

  it("is started by commands that it has", () => {
    const commands = containers.flatMap(([, { command }]) => (command ? [command] : []));
    const own = commands.map(([, , name]) =>
      join(EXAMPLE, `albums/management/commands/${name}.py`),
    );
    const known = own.filter((path) => existsSync(path)).length;
    expect(commands.every(([python, manage]) => `${python} ${manage}` === "python manage.py")).toBe(
      true,
    );
    // The other one is Django's own: migrate.
    expect([known, commands.length]).toEqual([3, 4]);
  });

  it("listens where requests come in, and is asked for its health where it answers", () => {
    const ports = containers.flatMap(([, { portMappings = [] }]) => portMappings);
    const [, bound] = /^bind = ".*:(\d+)"/m.exec(
      readFileSync(join(EXAMPLE, "gunicorn.conf.py"), "utf8"),
    )!;
    expect(ports.map(({ containerPort }) => String(containerPort))).toEqual([bound]);
    // What `/health` answers, example.test.ts asks.
    expect(prod.apps["music-library"].api.healthPath).toBe("/health");
  });

  it.skipIf(missing("django-admin"))(
    "is content with what it is told",
    { timeout: 120_000 },
    () => {
      const [, web] = containers.find(([name]) => name === "web")!;
      const told = web.environment.map(({ name, value }) => [
        name,
        value.includes("${") ? "5432" : value,
      ]);
      const secrets = web.secrets.map(({ name }) => [name, "0123456789".repeat(5)]);
      const python = findPart("django-admin")!.replace(/django-admin$/, "python");
      const { status, stderr } = spawnSync(python, ["manage.py", "check"], {
        cwd: EXAMPLE,
        env: { ...Object.fromEntries([...told, ...secrets]), PYTHONDONTWRITEBYTECODE: "1" },
        encoding: "utf8",
      });
      expect([status, stderr]).toEqual([0, ""]);
    },
  );

  it("tells a release what a release must know", () => {
    const parameters = Object.values(resourcesOf(template, "aws_ssm_parameter"));
    const { insecure_value: written } = parameters.find(({ name }) => name.endsWith("/release"))!;
    const [, engine] = /"engine" = "(\w+)"/.exec(written)!;
    const listOf = (name: string) => {
      const [, items] = new RegExp(`"${name}" = \\[(.*?)\\]`).exec(written)!;
      return items!.split(", ").map((item) => item.replaceAll('"', ""));
    };
    const names = [...written.matchAll(/"(\w+)" = /g)].map(([, name]) => name as string);
    expect(names).toEqual(expect.arrayContaining(["hooks", "migration", "service"]));
    const texts = Object.fromEntries(names.map((name) => [name, "told at apply"]));
    const read = handOverIn(
      "its parameter",
      JSON.stringify({
        ...texts,
        engine,
        hooks: [],
        service: `acme-${environment}-music-library-web`,
        migration: JSON.stringify({ taskDefinition: "told at apply" }),
        services: listOf("services"),
        families: listOf("families"),
      }),
    );
    expect(read.engine).toBe(environment === "prod" ? "ecs" : "rolling");
    expect(read.families).toEqual(expect.arrayContaining([...read.services]));
  });
});
