import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { refusal } from "../../../modules/core/testing/synth.ts";
import { moveCommand } from "../../infra/move.ts";
import { MoveFolder } from "./folder.ts";
import { readPlan } from "./plan.ts";

const root = mkdtempSync(join(tmpdir(), "move-plan-"));
afterAll(() => rmSync(root, { recursive: true }));

const SOURCE = { host: "old.internal", database: "library", user: "mover" };
const GOOD = {
  name: "library",
  postgres: { by: "dump", source: SOURCE, target: { service: "rds" } },
};

it("tells everything that is wrong with what people wrote", () => {
  const plan = {
    name: "My Move",
    mysql: {},
    postgres: {
      by: "magic",
      source: { ...SOURCE, password: "hunter2", port: 0, sslMode: "maybe" },
      target: { service: "rds", host: "new.internal" },
      sourceSeenByTarget: { host: "", database: "library", user: "", passwordVariable: "no such" },
      jobs: 0,
      differences: { "public.sessions": "short" },
    },
    s3: {
      source: {
        bucket: "Media",
        region: "Ireland",
        profile: "old",
        accessKeyIdVariable: "AKIA123",
      },
      target: { bucket: "new-media", region: "eu-west-1", endpoint: "here", secretKey: "hunter2" },
      jobs: 100,
      requesterPays: "yes",
      differences: { "tmp/*": "short" },
    },
    search: {
      by: "magic",
      source: { url: "https://me:hunter2@old:9200", region: "eu-west-1", user: "me" },
      target: { url: "https://new:9200/path", passwordVariable: "no such", token: "hunter2" },
      sourceSeenByTarget: { url: "" },
      ...{ indexes: [], batch: 0, wholeUpTo: -1, sample: 0, differences: { plays: "short" } },
    },
  };
  expect(refusal(() => readPlan(JSON.stringify(plan), "move.json")).split("\n")).toEqual([
    "move.json: mysql must be one of name, postgres, s3, search",
    'move.json: name must be 2 to 40 lower-case letters, digits and _, a letter first, got "My Move"',
    'move.json: postgres.by must be one of dump, replication, got "magic"',
    "move.json: postgres.source.password must be one of service, host, port, database, user, sslMode, passwordVariable; a password never stands here: name a variable, or use a passfile",
    "move.json: postgres.source.port must be 1 to 65535, got 0",
    'move.json: postgres.source.sslMode must be one of disable, allow, prefer, require, verify-ca, verify-full, got "maybe"',
    "move.json: postgres.target.service must name a section of the service file, and stand alone",
    "move.json: postgres.sourceSeenByTarget must stand exactly where the database moves by replication",
    "move.json: postgres.sourceSeenByTarget.host must name a host",
    "move.json: postgres.sourceSeenByTarget.user must name a user",
    "move.json: postgres.sourceSeenByTarget.passwordVariable must be the name of an environment variable: SOURCE_PASSWORD",
    "move.json: postgres.jobs must be 1 to 64, got 0",
    'move.json: postgres.differences.public.sessions.reason must say why in 10 to 200 characters, got "short"',
    'move.json: s3.source.bucket must be the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens, got "Media"',
    'move.json: s3.source.region must be a region: eu-west-1, got "Ireland"',
    "move.json: s3.source.accessKeyIdVariable must stand together with secretAccessKeyVariable, and sessionTokenVariable with both",
    "move.json: s3.source.profile must not stand beside accessKeyIdVariable",
    "move.json: s3.target.secretKey must be one of bucket, region, endpoint, profile, accessKeyIdVariable, secretAccessKeyVariable, sessionTokenVariable; a secret never stands here: name the variable that has it",
    'move.json: s3.target.endpoint must be an address: https://s3.example.com, got "here"',
    "move.json: s3.jobs must be 1 to 64, got 100",
    'move.json: s3.requesterPays must be true or false, got "yes"',
    'move.json: s3.differences.tmp/*.reason must say why in 10 to 200 characters, got "short"',
    'move.json: search.by must be one of reindex, application, got "magic"',
    "move.json: search.source.url must be an address without user and path: https://search.internal:9200",
    "move.json: search.source.user must not stand beside region: a request is signed, or has a user",
    "move.json: search.source.passwordVariable must stand together with user",
    "move.json: search.target.token must be one of url, region, user, passwordVariable, profile, accessKeyIdVariable, secretAccessKeyVariable, sessionTokenVariable; a secret never stands here: name the variable that has it",
    "move.json: search.target.url must be an address without user and path: https://search.internal:9200",
    "move.json: search.target.passwordVariable must stand together with user",
    "move.json: search.target.passwordVariable must be the name of an environment variable: SOURCE_PASSWORD",
    "move.json: search.sourceSeenByTarget.url must be an address without user and path: https://search.internal:9200",
    "move.json: search.sourceSeenByTarget must stand only where the target reads from the source: by reindex",
    "move.json: search.batch must be 1 to 10000, got 0",
    "move.json: search.wholeUpTo must be 0 to 1000000, got -1",
    "move.json: search.sample must be 1 to 10000, got 0",
    "move.json: search.indexes must be a list of names, one or more",
    'move.json: search.differences.plays.reason must say why in 10 to 200 characters, got "short"',
  ]);
  expect(refusal(() => readPlan("{", "move.json"))).toMatch(/^move\.json: it must be JSON: ./);
  expect(refusal(() => readPlan('{ "name": "library" }', "move.json"))).toBe(
    "move.json: it must say what moves: postgres, s3, search, or several",
  );
  const search = {
    by: "reindex",
    source: { url: "https://old.es.amazonaws.com", region: "eu-west-1" },
    target: { url: "https://new:9200" },
  };
  expect(refusal(() => readPlan(JSON.stringify({ name: "library", search }), "move.json"))).toBe(
    "move.json: search.sourceSeenByTarget must name a user: only a domain of AWS signs what it asks",
  );
  const twice = { ...GOOD, postgres: { ...GOOD.postgres, target: SOURCE } };
  expect(refusal(() => readPlan(JSON.stringify(twice), "move.json"))).toBe(
    'move.json: postgres.target must be another than the source, got "library on old.internal:5432"',
  );
});

it("refuses a folder of another move, and who has read it before somebody else wrote", () => {
  const file = join(root, "move.json");
  expect(refusal(() => new MoveFolder(file))).toBe(
    `there is no such move:\n  - ${file} is not there\nwrite what moves into that file: scripts/move/README.md has one to begin with`,
  );
  writeFileSync(file, JSON.stringify(GOOD));
  const folder = new MoveFolder(file);
  const { progress } = folder;
  folder.saveProgress(progress);
  expect(refusal(() => folder.saveProgress(progress))).toBe(
    `the progress of library was not written:\n  - somebody else has gone on with ${folder.path("progress.json")} in the meantime\nrun the same command again`,
  );
  writeFileSync(file, JSON.stringify({ ...GOOD, name: "other" }));
  expect(refusal(() => new MoveFolder(file).progress)).toBe(
    `${file} is another move than the one that began here:\n  - ${folder.path("progress.json")} is of library, the file of other\ngive each move a folder of its own`,
  );
});

it.each<[string, string[], Record<string, unknown>, string]>([
  [
    "a step",
    ["chek", "move.json"],
    {},
    "infra move: it must be one of check, copy, follow, compare, cutover, retire, rollback, got chek",
  ],
  [
    "whose option it is",
    ["copy", "move.json"],
    { wait: 5 },
    "infra move copy: --wait belongs to infra move follow",
  ],
  [
    "a reason",
    ["rollback", "move.json"],
    { "lose-writes": "yes" },
    "infra move rollback: --lose-writes wants a reason of 10 characters or more",
  ],
])("wants %s", async (_, operands, given, message) => {
  const options = { wait: undefined, "lose-writes": undefined, abandon: false, ...given };
  const asked = moveCommand.run({ operands, options, json: false } as never, {} as never);
  await expect(asked).rejects.toThrow(message);
});
