// @module-tag long
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { type RunningProvider, startProvider, typesInUse } from "../rehearsal/provider/index.ts";
import { type ResourceChange, TestStack } from "../rehearsal/provider/testing/terraform.ts";
import { CATALOGUE } from "./catalogue.ts";
import { type Exported, exportModules, writeModules } from "./export.ts";
import { freezer, variableName } from "./frozen.ts";
import { ROWS, rowsOf, titleOf } from "./rows.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const PROVIDERS = {
  aws: { region: "eu-west-1", allowed_account_ids: ["111122223333"] },
  google: { project: "acme-prod", region: "europe-west1" },
  cloudflare: {},
};

describe.skipIf(missing("terraform"))("by the real Terraform,", () => {
  let exported: readonly Exported[];
  let provider: RunningProvider;
  let stack: TestStack;

  beforeAll(async () => {
    const outcome = exportModules(ROOT, CATALOGUE);
    if ("problems" in outcome) throw new Error(outcome.problems.join("\n"));
    ({ exported } = outcome);
    const types = typesInUse(exported.map(({ sections }) => ({ config: sections })));
    provider = await startProvider({ types });
    stack = new TestStack(provider, PROVIDERS);
    writeModules(stack.folder, exported);
  });
  afterAll(async () => {
    stack.remove();
    await provider.close();
  });

  it.each(CATALOGUE.map(titleOf))(
    `%s plans what its construct does, for ${ROWS} values of its variables`,
    async (title) => {
      const each = exported.find(({ module }) => titleOf(module) === title)!;
      const module = Object.fromEntries(callsOf(each, stack.folder));
      stack.write({ module });
      await stack.do("init", "-input=false");
      const changes = await stack.plan({ module });

      const [modules, constructs] = ["exported", "construct"].map((side) =>
        plannedOf(changes, side),
      );
      const resources = each.addresses.filter((address) => !address.startsWith("data."));
      expect(Object.keys(modules!)).toHaveLength(ROWS * resources.length);
      expect(modules).toEqual(constructs);
    },
  );

  it("each module and its example is valid, and formatted as Terraform does it", async () => {
    const examples = exported.map(({ folder }) => [
      folder,
      { source: `./${folder}/examples/complete` },
    ]);
    stack.write({ module: Object.fromEntries(examples) });
    await stack.do("init", "-input=false");
    expect(JSON.parse(await stack.do("validate", "-json"))).toMatchObject({
      valid: true,
      diagnostics: [],
    });
    expect(await stack.run("fmt", "-check", "-recursive")).toEqual({ code: 0, output: "" });
  });

  it("what the construct refuses of a variable, the module does in the same words", async () => {
    const wrong = {
      bucket: { source: "./terraform-aws-bucket", name: "Not-A-Name", keep_old_days: 0 },
      cluster: {
        source: "./terraform-aws-ecs-cluster",
        name: "acme-prod",
        container_insights: "all",
      },
      account: {
        source: "./terraform-google-service-account",
        name: "acme-job",
        project: "acme-prod",
        purpose: "short",
      },
    };
    stack.write({ module: wrong });
    await stack.do("init", "-input=false");
    const { code, output } = await stack.run("plan", "-input=false");
    const said = output.replaceAll(/[│\s]+/g, " ");
    expect(code).toBe(1);
    expect(said).toContain(
      "name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen (s3 bucket).",
    );
    expect(said).toContain("keep_old_days must be at least 1.");
    expect(said).toContain("container_insights must be one of disabled, enabled, enhanced.");
    expect(said).toContain("purpose must have 10 to 256 characters.");
  });
});

/** A call of the exported module and one of the bare construct, for each row of values. */
function callsOf({ module, folder, files }: Exported, root: string): [string, object][] {
  const outdir = mkdtempSync(join(tmpdir(), "groundplan-export-"));
  try {
    const freeze = freezer(module, outdir);
    return rowsOf(module).flatMap((values, row): [string, object][] => {
      const { terraform: _, ...sections } = freeze({ values });
      const bare = join("constructs", folder, String(row));
      mkdirSync(join(root, bare), { recursive: true });
      writeFileSync(join(root, bare, "main.tf.json"), JSON.stringify(sections));
      writeFileSync(join(root, bare, "versions.tf.json"), files["versions.tf.json"]!);
      const given = Object.entries(values).map(([prop, value]) => [
        variableName(module, prop),
        value,
      ]);
      return [
        [`exported-${folder}-${row}`, { source: `./${folder}`, ...Object.fromEntries(given) }],
        [`construct-${folder}-${row}`, { source: `./${bare}` }],
      ];
    });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** What one side plans, by address. */
function plannedOf(changes: readonly ResourceChange[], side: string): Record<string, unknown> {
  return Object.fromEntries(
    changes
      .filter(({ address }) => address.startsWith(`module.${side}-`))
      .map(({ address, change }) => [address.replace(`module.${side}-`, ""), change]),
  );
}
