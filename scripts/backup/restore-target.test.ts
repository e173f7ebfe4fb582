import { beforeAll, describe, expect, it } from "vitest";
import { type Job, LOADED, useSite, withoutParts } from "./testing/index.ts";

type Named = "dev" | "prod";

describe.skipIf(withoutParts)("B08 a restore to another environment", { timeout: LOADED }, () => {
  const site = useSite();
  const jobs = {} as Record<Named, Job>;

  /** Both environments have a backup, both on this one server: each looks like the other's. */
  beforeAll(async () => {
    for (const name of ["dev", "prod"] as const) {
      jobs[name] = site.job(`songs_${name}`, { environment: name, stage: name });
      expect((await jobs[name].run("backup")).code).toBe(0);
    }
  }, LOADED);

  const SAYING_SO = ["--target-stage", "prod", "--change", "CHG-7"];

  async function objection(from: Named, to: Named, ...more: string[]): Promise<string> {
    const said = to === "prod" ? [...SAYING_SO, "--confirm", "prod/copy"] : ["--yes"];
    const source = ["--from-environment", from, "--from-database", `songs_${from}`];
    const { code, message } = await jobs[to].run(
      "restore",
      "--into",
      "copy",
      ...source,
      ...said,
      ...more,
    );
    expect(code).toBe(message ? 20 : 0);
    return message.replace(/^\S+ may not go to \S+: /, "");
  }

  const SAME_SERVER = (from: Named) =>
    `the server is the very one that ${from}'s backup was made on: --db-host is wrong`;
  const SCRUB = "it holds prod's data: pass --scrub FILE, or --without-scrub REASON";

  it.each<[Named, Named, string]>([
    ["dev", "prod", `dev's data never goes to prod; ${SAME_SERVER("dev")}`],
    ["prod", "dev", `${SCRUB}; ${SAME_SERVER("prod")}`],
  ])("refuses a backup of %s in %s, with every objection", async (from, to, expected) => {
    expect(await objection(from, to)).toBe(expected);
  });

  it("refuses a server that is not the one it was made on until that is meant", async () => {
    const [manifest] = (await site.store.names("daily/dev/")).filter((name) =>
      name.endsWith(".json"),
    );
    const told = JSON.parse((await site.store.read(manifest!)).toString());
    await site.store.write(
      manifest!,
      JSON.stringify({ ...told, identity: { ...told.identity, cluster: "1" } }),
    );
    expect(await objection("dev", "dev")).toBe(
      "the server is not the one it was made on: correct --db-host, or pass --new-server where it was built anew",
    );
    expect(await objection("dev", "dev", "--new-server")).toBe("");
    site.postgres.sql("postgres", "drop database copy");
  });

  it("takes people's data out before the swap where prod's backup goes to dev", async () => {
    const [manifest] = (await site.store.names("daily/prod/")).filter((name) =>
      name.endsWith(".json"),
    );
    const told = JSON.parse((await site.store.read(manifest!)).toString());
    await site.store.write(
      manifest!,
      JSON.stringify({ ...told, identity: { ...told.identity, cluster: "1" } }),
    );
    const scrub = jobs.dev.file("scrub.sql", "update artists set name = 'artist ' || md5(name);");
    expect(await objection("prod", "dev", "--scrub", scrub)).toBe("");
    expect(site.postgres.sql("copy", "select count(*) from artists where name = 'artist 1'")).toBe(
      "0",
    );
    site.postgres.sql("postgres", "drop database copy");
  });

  it("refuses a manifest that is another environment's by its own words", async () => {
    const names = await site.store.names("daily/dev/");
    const manifest = names.find((name) => name.endsWith(".json"))!;
    const told = JSON.parse((await site.store.read(manifest)).toString());
    await site.store.write(manifest, JSON.stringify({ ...told, environment: "stage" }));
    expect(await objection("dev", "dev")).toBe("its manifest says that it is stage's");
  });
});
