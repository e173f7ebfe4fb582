import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { dev } from "../../../environments/dev/environment.ts";
import { prod } from "../../../environments/prod/environment.ts";
import { DEFAULTS } from "../../../modules/aws/fargate-service/defaults.ts";
import { findPart, missing } from "../../parts/parts.ts";
import { EXAMPLE } from "./library.ts";

const read = (name: string) => readFileSync(join(EXAMPLE, name), "utf8");

describe("the image of music-library", () => {
  const lines = read("Dockerfile").split("\n");

  it("stands on the base of music-graph's, by digest", () => {
    const bases = (text: string) =>
      [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base as string);
    const ours = bases(read("Dockerfile"));
    expect(ours).toHaveLength(2);
    for (const base of ours) expect(base).toMatch(/^\S+:[\d.]+-\S+@sha256:[0-9a-f]{64}$/);
    expect(ours).toEqual(bases(read("../../music-graph/example/Dockerfile")));
  });

  it("runs as whom Fargate runs it, and says how it is asked for its health", () => {
    for (const user of Object.values(DEFAULTS.user)) expect(lines).toContain(`USER ${user}`);
    expect(lines.findIndex((line) => line.startsWith("HEALTHCHECK "))).toBeGreaterThan(0);
  });

  it("holds what runs and none of what checks it", () => {
    expect(read(".dockerignore").split("\n")).not.toContain("!tests");
    const kept = lines.filter((line) => /^COPY (?!--from|requirements)/.test(line)).join(" ");
    expect(kept).not.toMatch(/tests|COPY \./);
  });

  it("installs exact versions, those that the tests run with", () => {
    const pins = (text: string) => text.split("\n").filter((line) => /^[^#-]/.test(line));
    const wanted = pins(read("requirements.txt"));
    expect(wanted.filter((line) => !/^[\w-]+==[\w.]+$/.test(line))).toEqual([]);
    const parts = readFileSync(new URL("../../parts/install-parts.sh", import.meta.url), "utf8");
    for (const name of ["Django", "gunicorn", "boto3"]) {
      expect(parts).toContain(`"${wanted.find((pin) => pin.startsWith(`${name}==`))}"`);
    }
    for (const pin of pins(read("requirements-dev.txt"))) expect(parts).toContain(`"${pin}"`);
  });

  it.skipIf(missing("hadolint"))("gives hadolint nothing to say", () => {
    const { status, stdout } = spawnSync(findPart("hadolint")!, [join(EXAMPLE, "Dockerfile")], {
      encoding: "utf8",
    });
    expect([status, stdout]).toEqual([0, ""]);
  });
});

describe("its compose file", () => {
  const { services } = parse(read("compose.yaml"), { merge: true });
  const ours = Object.entries<Record<string, unknown>>(services).filter(
    ([, { image }]) => image === "music-library",
  );

  it("has every process closed off as Fargate closes it: nothing but /tmp is written to", () => {
    expect(ours.map(([name]) => name)).toEqual([
      "web",
      "worker",
      "catch-up",
      "migrate",
      "bucket-and-queue",
    ]);
    for (const [, service] of ours) {
      expect(service).toMatchObject({ read_only: true, tmpfs: ["/tmp"] });
    }
  });

  it("migrates before anything runs, as a release does", () => {
    for (const name of ["web", "worker", "catch-up"]) {
      expect(services[name].depends_on.migrate).toEqual({
        condition: "service_completed_successfully",
      });
    }
  });

  it("runs the database and the search that dev and prod run", () => {
    for (const { apps } of [dev, prod]) {
      const { data, search } = apps["music-library"];
      expect(services.db.image).toMatch(new RegExp(`^postgres:${data.database.version}\\.`));
      const release = search.engineVersion.replace("OpenSearch_", "");
      expect(services.search.image).toContain(`/opensearch:${release}.`);
    }
  });

  it("keeps no secret: those stand in a file that git and the image never see", () => {
    for (const name of ["SECRET_KEY", "DATABASE_PASSWORD"]) {
      expect(services.web.environment[name]).toMatch(/^\$\{\w+:\?/);
    }
    expect(read(".gitignore").split("\n")).toContain("/.env");
    expect(read(".dockerignore").split("\n")[0]).toBe("*");
  });

  it("gives what the README says is asked for, and nothing else", () => {
    const table = /\| variable[\s\S]*?\n\n/.exec(read("README.md"))![0];
    const told = new Set(table.match(/`[A-Z_]+`/g)!.map((name) => name.replaceAll("`", "")));
    const standIn = /^AWS_(ACCESS|SECRET|ENDPOINT)/;
    const given = Object.keys(services.web.environment).filter((name) => !standIn.test(name));
    const short = (name: string) => name.replace(/^DATABASE(?=_(NAME|USER)$)/, "");
    expect(given.filter((name) => !told.has(short(name)))).toEqual([]);
  });
});
