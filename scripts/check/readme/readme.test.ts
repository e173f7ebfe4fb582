import { fileURLToPath, pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { synth as synthAws } from "../../../modules/aws/testing/index.ts";
import { synth as synthCloudflare } from "../../../modules/cloudflare/testing/index.ts";
import { synth as synthGoogle } from "../../../modules/google/testing/index.ts";
import { importExample, removeExamples, typeErrors, writeExamples } from "./compile.ts";
import { HEADINGS, moduleFolders, parseReadme, readReadme } from "./readme.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SYNTH = { aws: synthAws, google: synthGoogle, cloudflare: synthCloudflare };

const readmes = moduleFolders().map(readReadme);
const paths = writeExamples(
  new Map(readmes.map(({ module, example }) => [module, example])),
  "readme",
);
afterAll(() => removeExamples("readme"));

describe.each(readmes)("the README of $module", (readme) => {
  it("has the headings that every module has, in their order", () => {
    expect(readme.headings).toEqual(HEADINGS);
  });

  it("is short enough to be read", () => {
    expect(readme.lines).toBeLessThanOrEqual(150);
  });

  it("has an example that synthesizes something", async () => {
    const example = await importExample(paths.get(readme.module)!);
    const cloud = readme.module.split("/")[1] as keyof typeof SYNTH;
    const template = SYNTH[cloud](example);
    expect(Object.keys(template.resource).length).toBeGreaterThan(0);
  });

  it("tells the defaults that the code has", async () => {
    const { DEFAULTS = {} } = await import(pathToFileURL(`${ROOT}/${readme.module}/index.ts`).href);
    const written = Object.fromEntries(
      readme.defaults.map(([key, dev, prod]) => [
        key,
        { dev: readCell(dev), prod: readCell(prod) },
      ]),
    );
    // Through JSON: values of another realm have other prototypes.
    expect(JSON.parse(JSON.stringify(written))).toEqual(JSON.parse(JSON.stringify(DEFAULTS)));
  });
});

describe("the examples", () => {
  // One look at all of them: the types that they import are read once.
  it("compile, and one that does not is seen", { tags: ["long"] }, () => {
    const wrong = writeExamples(
      new Map([["wrong", "export const a: number = 'text';\n"]]),
      "wrong",
    );
    onTestFinished(() => removeExamples("wrong"));
    expect(typeErrors([...paths.values(), ...wrong.values()])).toEqual([
      "apps/.readme-examples/wrong/wrong.ts:1 Type 'string' is not assignable to type 'number'.",
    ]);
  });
});

describe("a README check closes on", () => {
  it("a missing heading, a table row that is not there and an example that is none", () => {
    const readme = parseReadme("modules/aws/x", "# X\n\n## Use\n\nNothing.\n\n## Makes\n");
    expect(readme.headings).not.toEqual(HEADINGS);
    expect(readme.example).toBe("");
    expect(readme.defaults).toEqual([]);
  });
});

/** A README cell as a value: an expression of the code, or a word without its quotes. */
function readCell(cell: string): unknown {
  const text = cell.replaceAll("`", "");
  try {
    return runInNewContext(`(${text})`);
  } catch {
    return text;
  }
}
