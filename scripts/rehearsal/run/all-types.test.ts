// @module-tag long
import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { CLOUDS, Library } from "../provider/schema/library.ts";
import { ended, TestProject, until } from "./testing/project.ts";

const STACK = {
  terraform: {
    required_providers: {
      aws: { source: "hashicorp/aws", version: "6.25.0" },
      google: { source: "hashicorp/google", version: "6.50.0" },
      cloudflare: { source: "cloudflare/cloudflare", version: "5.14.0" },
    },
  },
  resource: { aws_sqs_queue: { jobs: { name: "jobs" } } },
};

/** What Terraform tells of one provider, in the words of `providers schema -json`. */
type Told = Record<"resource_schemas" | "data_source_schemas", object>;

/** However loaded the machine is, it ends. */
const LONG = { timeout: 600_000 };

describe.skipIf(missing("terraform"))("a rehearsal cloud with every type", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({ "dev-app-main": STACK });
  });
  afterAll(() => project.remove());

  it("tells Terraform every type of the three providers", LONG, async () => {
    const serving = project.start(["rehearse", "--serve", "--all-types", "dev"]);
    const served = ended(serving);
    let directions = "";
    serving.stdout?.on("data", (chunk) => {
      directions += chunk;
    });
    await until(() => directions.includes("cdktf destroy"), "the rehearsal cloud says how");
    const lines = directions.split("\n");
    const plan = lines.find((each) => /^terraform -chdir=\S*dev-app-main plan$/.test(each))!;
    const script = [
      ...lines.filter((each) => /^(export|unset) /.test(each)),
      plan.replace(/plan$/, "providers schema -json"),
    ].join("\n");
    const told = await ended(spawn("sh", ["-c", script], { cwd: project.root }));
    serving.kill("SIGINT");
    expect(await served).toMatchObject({ code: 0 });
    expect(told.code, told.stderr).toBe(0);
    const schemas = Object.values(JSON.parse(told.stdout).provider_schemas) as Told[];
    const typesOf = (section: keyof Told) =>
      schemas.flatMap((each) => Object.keys(each[section])).sort();
    const known = CLOUDS.map((cloud) => new Library(cloud).index);
    const names = (section: "resources" | "data") =>
      known.flatMap((index) => Object.keys(index[section])).sort();
    expect(typesOf("resource_schemas")).toEqual(names("resources"));
    expect(typesOf("data_source_schemas")).toEqual(names("data"));
    expect(names("resources").length).toBeGreaterThan(2500);
  });
});
