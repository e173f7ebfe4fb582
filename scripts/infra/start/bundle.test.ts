import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { buildCli } from "./build.mjs";

const SCRIPTS = fileURLToPath(new URL("../..", import.meta.url));

/** A command line of one file, which says a word, where it lies, or that it is broken. */
const CLI = `import { WORD } from "./word.ts";
const [asked] = process.argv.slice(2);
if (asked === "fail") throw new Error("broken");
console.log(asked === "where" ? import.meta.url : (WORD satisfies string));
`;

const word = (text: string) => `export const WORD: string = "${text}";\n`;

describe("the command line as JavaScript", () => {
  let root: string;
  const at = (path: string) => join(root, "scripts", path);

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "groundplan-start-"));
    mkdirSync(at("infra"), { recursive: true });
    cpSync(join(SCRIPTS, "infra/start"), at("infra/start"), { recursive: true });
    cpSync(join(SCRIPTS, "infra/bin.mjs"), at("infra/bin.mjs"));
    symlinkSync(join(SCRIPTS, "node_modules"), at("node_modules"));
    for (const file of ["../pnpm-lock.yaml", "../tsconfig.json", "package.json"]) {
      writeFileSync(at(file), '{ "type": "module" }');
    }
    writeFileSync(at("infra/cli.ts"), CLI);
    writeFileSync(at("infra/word.ts"), word("first"));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** What it prints on both ways, without the end of the line. */
  async function printed(...args: readonly string[]): Promise<string> {
    const start = promisify(execFile)(process.execPath, [at("infra/bin.mjs"), ...args]);
    const { stdout, stderr } = await start.catch(
      (ended: { readonly stdout: string; readonly stderr: string }) => ended,
    );
    return `${stdout}${stderr}`.trimEnd();
  }

  /** Runs until it has been made: not at once after an edit. */
  async function made(): Promise<string> {
    await printed();
    await printed();
    const { folder } = JSON.parse(readFileSync(at(".cache/infra/made.json"), "utf8"));
    return at(join(".cache/infra", folder));
  }

  it("is made once, and used while no file is another one", async () => {
    const bundle = join(await made(), "cli.mjs");
    expect(await printed()).toBe("first");
    writeFileSync(bundle, 'console.log("from the bundle");');
    expect(await printed()).toBe("from the bundle");
  });

  it("follows every edit at once, the first run after it too", async () => {
    for (const text of ["second", "third"]) {
      writeFileSync(at("infra/word.ts"), word(text));
      expect([await printed(), await printed()]).toEqual([text, text]);
    }
  });

  it("is made again when a file is gone", async () => {
    await made();
    writeFileSync(at("infra/moved.ts"), word("moved"));
    writeFileSync(at("infra/cli.ts"), CLI.replace("./word.ts", "./moved.ts"));
    rmSync(at("infra/word.ts"));
    onTestFinished(() => {
      writeFileSync(at("infra/cli.ts"), CLI);
      writeFileSync(at("infra/word.ts"), word("first"));
    });
    writeFileSync(join(await made(), "cli.mjs"), 'console.log("from the bundle");');
    expect(await printed()).toBe("from the bundle");
    expect(readFileSync(at(".cache/infra/made.json"), "utf8")).not.toContain("word.ts");
  });

  it("lets a file find what lies beside it, and names the line that people edit", async () => {
    expect(existsSync(await made())).toBe(true);
    expect(await printed("where")).toBe(`file://${at("infra/cli.ts")}`);
    expect(await printed("fail")).toMatch(/Error: broken[\s\S]*\/infra\/cli\.ts:3:/);
  });

  it("leaves it to TypeScript to say what is wrong with a file", async () => {
    await made();
    writeFileSync(at("infra/word.ts"), "export const WORD = ;\n");
    onTestFinished(() => writeFileSync(at("infra/word.ts"), word("mended")));
    expect(await printed()).toMatch(/word\.ts:1:20: ERROR: Unexpected ";"/);
  });
});

describe("the bundle of infra", () => {
  it("holds all commands but those that import the estate or what is written meanwhile", async () => {
    const folder = mkdtempSync(join(tmpdir(), "groundplan-start-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { inputs, typescript } = await buildCli(SCRIPTS, folder);
    expect(typescript).toEqual(expect.arrayContaining(["adopt", "identity", "image"]));
    for (const quick of ["apply", "comment", "plan", "render"])
      expect(typescript).not.toContain(quick);
    expect(inputs).toContain("render/render.ts");
  });
});
