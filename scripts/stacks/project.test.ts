import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findProject } from "./project.ts";
import { synthesize } from "./synthesize.ts";
import { messageOf } from "./testing/message-of.ts";

describe("the project", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "groundplan-project-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const configure = (config: object) =>
    writeFileSync(join(root, "cdktf.json"), JSON.stringify(config));
  const synth = async (app: string) => {
    configure({ app });
    const said: string[] = [];
    const talk = (text: string) => said.push(text);
    const output = join(root, "out");
    await synthesize({ project: findProject(root), output, env: process.env, talk });
    return said;
  };
  const APP = 'mkdir -p "$CDKTF_OUTDIR" && echo "{}" > "$CDKTF_OUTDIR/manifest.json"';

  it("is that of the nearest cdktf.json above", () => {
    configure({ app: "node app.mjs" });
    mkdirSync(join(root, "a/b"), { recursive: true });
    expect(findProject(join(root, "a/b"))).toEqual({
      root,
      app: "node app.mjs",
      output: join(root, "cdktf.out"),
      rehearsal: join(root, ".rehearsal"),
      tools: join(root, ".tools"),
    });
  });

  it("must be there and say how it is synthesized", () => {
    expect(messageOf(() => findProject(root))).toBe(
      `there is no cdktf.json in ${root} or above; run this inside the repository`,
    );
    configure({});
    expect(messageOf(() => findProject(root))).toBe(
      `${join(root, "cdktf.json")}: app must name the command that synthesizes`,
    );
  });

  it("is synthesized by its own command, whose words are passed on", async () => {
    expect(await synth(`${APP} && echo "a warning" >&2`)).toEqual(["a warning"]);
    expect(await synth(APP)).toEqual([]);
  });

  it("fails with the words of its app, also where that wrote nothing", async () => {
    await expect(synth("echo 'dev: wrong' >&2; exit 3")).rejects.toThrow(
      "dev: wrong\nnothing was synthesized",
    );
    await expect(synth("exit 3")).rejects.toThrow(
      "the app ended with exit code 3\nnothing was synthesized",
    );
  });
});
