import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { synth as synthAws } from "../../../modules/aws/testing/index.ts";
import { synth as synthCloudflare } from "../../../modules/cloudflare/testing/index.ts";
import { synth as synthGoogle } from "../../../modules/google/testing/index.ts";
import { missing } from "../../parts/parts.ts";
import {
  REHEARSAL_MARKER,
  type RunningProvider,
  startProvider,
  typesInUse,
} from "../../rehearsal/provider/index.ts";
import { TestStack } from "../../rehearsal/provider/testing/terraform.ts";
import { importExample, removeExamples, writeExamples } from "./compile.ts";
import { moduleFolders, readReadme } from "./readme.ts";

const SYNTH = { aws: synthAws, google: synthGoogle, cloudflare: synthCloudflare };
const PURPOSE = "validate";

/** The example of every module's README, as Terraform JSON. */
async function everyExample(): Promise<Map<string, object>> {
  const readmes = moduleFolders().map(readReadme);
  const paths = writeExamples(
    new Map(readmes.map(({ module, example }) => [module, example])),
    PURPOSE,
  );
  const made = [...paths].map(async ([module, path]) => {
    const [, cloud, name] = module.split("/") as ["modules", keyof typeof SYNTH, string];
    const template = SYNTH[cloud](await importExample(path));
    const provider = { [cloud]: [REHEARSAL_MARKER[cloud]] };
    // Terraform refuses an empty section.
    const sections = Object.entries(template).filter(
      ([, each]) => Object.keys(each as object).length > 0,
    );
    return [`${cloud}-${name}`, { ...Object.fromEntries(sections), provider }] as const;
  });
  return new Map(await Promise.all(made));
}

describe.skipIf(missing("terraform"))("terraform validate, with the true schemas", () => {
  let examples: Map<string, object>;
  let provider: RunningProvider;
  let stack: TestStack;
  beforeAll(async () => {
    examples = await everyExample();
    provider = await startProvider({
      types: typesInUse([...examples.values()].map((config) => ({ config }))),
    });
    stack = new TestStack(provider, REHEARSAL_MARKER);
  });
  afterAll(async () => {
    removeExamples(PURPOSE);
    stack.remove();
    await provider.close();
  });

  /** What Terraform says of stacks, each a module of one configuration. */
  const validate = async (stacks: ReadonlyMap<string, object>) => {
    for (const [name, template] of stacks) {
      mkdirSync(join(stack.folder, name), { recursive: true });
      writeFileSync(join(stack.folder, name, "cdk.tf.json"), JSON.stringify(template));
    }
    const modules = [...stacks.keys()].map((name) => [name, { source: `./${name}` }]);
    stack.write({ module: Object.fromEntries(modules) });
    await stack.do("init", "-input=false");
    return stack.run("validate");
  };

  it("finds nothing wrong with the example of any module", async () => {
    expect(examples.size).toBeGreaterThan(20);
    const { code, output } = await validate(examples);
    expect(output).toContain("Success!");
    expect(code).toBe(0);
  }, 60_000);

  it("is heard when something is wrong", async () => {
    const wrong = { resource: { google_storage_bucket: { a: { name: "a", place: "EU" } } } };
    const { code, output } = await validate(new Map([["wrong", wrong]]));
    expect(code).toBe(1);
    expect(output).toContain('No argument or block type is named "place"');
    expect(output).toContain('The argument "location" is required');
  }, 60_000);
});
