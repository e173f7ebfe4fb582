import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { composeFile } from "../../../apps/music-graph/compose.ts";
import { TestPostgres } from "../../backup/testing/postgres.ts";
import { findPart, missing } from "../../parts/parts.ts";
import { Application, EXAMPLE } from "./application.ts";

const read = (name: string) => readFileSync(join(EXAMPLE, name), "utf8");

describe.skipIf(missing("gunicorn") || missing("initdb"))("the example application", () => {
  let postgres: TestPostgres;
  let application: Application;

  beforeAll(async () => {
    postgres = await TestPostgres.start();
    Application.prepare(postgres);
    application = await Application.start(postgres);
  }, 60_000);
  afterAll(async () => {
    await application?.stop();
    postgres?.stop();
  });

  const link = (artist: string, other: string) =>
    application.ask("PUT", "artists", artist, "influences", other);

  it("keeps links, shows both of their sides, and takes them back", async () => {
    const said = { artist: "Radiohead", influencedBy: "CAN" };
    expect(await link("Radiohead", "CAN")).toEqual({ status: 201, body: said });
    expect(await link("Radiohead", "CAN")).toEqual({ status: 200, body: said });
    expect(await application.ask("GET", "artists", "CAN")).toEqual({
      status: 200,
      body: { artist: "CAN", influencedBy: [], influenced: ["Radiohead"] },
    });
    const gone = () => application.ask("DELETE", "artists", "Radiohead", "influences", "CAN");
    expect((await gone()).status).toBe(200);
    expect(await gone()).toEqual({
      status: 404,
      body: { error: "Radiohead and CAN are not linked" },
    });
  });

  it("takes names for names, whatever is in them", async () => {
    const [artist, other] = ["Sigur Rós'; drop table influences --", "Björk"];
    expect((await link(artist, other)).status).toBe(201);
    const { body } = await application.ask("GET", "artists", artist);
    expect(body).toEqual({ artist, influencedBy: [other], influenced: [] });
  });

  it("says everything that is wrong with a link at once", async () => {
    expect(await link("x".repeat(101), " ")).toEqual({
      status: 400,
      body: {
        errors: [
          "artist must be 1 to 100 characters that can be seen",
          "influence must be 1 to 100 characters that can be seen",
        ],
      },
    });
    expect((await link("Nico", "Nico")).body).toEqual({
      errors: ["an artist must not be an influence of their own"],
    });
  });

  it("is well while its database lets it in, and says so", async () => {
    const well = { status: 200, body: { status: "ok" } };
    expect(await application.ask("GET", "health")).toEqual(well);
    postgres.sql("postgres", "alter role keeper nologin");
    const sick = await application.ask("GET", "health");
    postgres.sql("postgres", "alter role keeper login");
    expect(sick).toEqual({ status: 503, body: { status: "no database" } });
    expect(await application.ask("GET", "health")).toEqual(well);
  });

  it("ends well when it is stopped, and its successor finds what was kept", async () => {
    await link("Stereolab", "Neu!");
    const other = await Application.start(postgres);
    expect((await other.ask("GET", "artists", "Stereolab")).status).toBe(200);
    expect(await other.stop()).toBe(0);
  });
});

describe("its image", () => {
  const lines = read("Dockerfile").split("\n");

  it("stands on one base, by digest, and runs as nobody", () => {
    const bases = lines.filter((line) => line.startsWith("FROM "));
    expect(bases).toHaveLength(2);
    for (const base of bases) expect(base).toMatch(/^FROM \S+:[\d.]+-\S+@sha256:[0-9a-f]{64}\b/);
    expect(lines.findLast((line) => line.startsWith("USER "))).toBe("USER 10001:10001");
  });

  it("installs exact versions", () => {
    const wanted = read("requirements.txt")
      .split("\n")
      .filter((line) => /^[^#]/.test(line));
    expect(wanted.filter((line) => !/^[\w-]+==[\d.]+$/.test(line))).toEqual([]);
  });

  it.skipIf(missing("hadolint"))("gives hadolint nothing to say", () => {
    const { status, stdout } = spawnSync(findPart("hadolint")!, [join(EXAMPLE, "Dockerfile")], {
      encoding: "utf8",
    });
    expect([status, stdout]).toEqual([0, ""]);
  });

  it("finds on a developer's machine what it finds on a host", () => {
    const here = parse(read("compose.yaml")).services.web;
    const digest = `docker.io/library/x@sha256:${"ab".repeat(32)}`;
    const there = composeFile({ postgres: digest, nginx: digest }).services["web"]!;
    for (const key of ["environment", "secrets", "healthcheck", "read_only", "tmpfs"] as const) {
      expect(here[key]).toEqual(there[key]);
    }
  });
});
