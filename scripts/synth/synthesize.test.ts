import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Checkout } from "./testing/checkout.ts";

const STACK = "stacks/dev-app/cdk.tf.json";
const TINY = "node_modules/@cdktf/provider-tiny/lib/thing/index.js";
const OFF = { GROUNDPLAN_FAST_SYNTH: "0" };

const checkouts: Checkout[] = [];
function checkout(): Checkout {
  const made = new Checkout();
  checkouts.push(made);
  return made;
}
afterAll(() => {
  for (const each of checkouts) each.dispose();
});

/** Name and id of the snapshot that stands in the cache. */
function snapshotId(of: Checkout): string {
  const index = of.cached().find((name) => name.endsWith(".json"));
  return JSON.parse(of.read(`.cache/synth/${index}`)).id;
}

describe("what is written", () => {
  const app = checkout();

  it("is the same in a new snapshot, in a kept one, and with the fast way switched off", async () => {
    const [made, kept, off] = [await app.synth(), await app.synth(), await app.synth(OFF)];
    expect([made.code, kept.code, off.code]).toEqual([0, 0, 0]);
    expect(Object.keys(off.files)).toEqual([STACK, "manifest.json", "sources.json"].sort());
    expect(made.files).toEqual(off.files);
    expect(kept.files).toEqual(off.files);
  });

  it("tells where each thing was made and who asked for it, and not in the stack's JSON", async () => {
    const { files } = await app.synth();
    expect(JSON.parse(files["sources.json"]!)).toEqual({
      version: 1,
      sources: [
        {
          stack: "dev-app",
          address: "tiny_thing.box",
          path: "dev-app/box/Default",
          made: "modules/box.ts:8",
          asked: "apps/main.ts:7",
        },
        {
          stack: "dev-app",
          address: "output.out",
          path: "dev-app/out",
          made: "apps/main.ts:8",
          asked: "apps/main.ts:8",
        },
      ],
    });
    expect(files[STACK]).not.toMatch(/box\.ts|main\.ts|stackTrace/);
  });

  it("is the same when two processes start at once with nothing kept", {
    tags: ["long"],
  }, async () => {
    const fresh = checkout();
    const [a, b] = await Promise.all([fresh.synth(), fresh.synth()]);
    expect([a.code, b.code, a.stderr, b.stderr]).toEqual([0, 0, "", ""]);
    expect(a.files).toEqual(b.files);
    expect(fresh.cached().map((name) => name.split(".").at(-1))).toEqual(["open", "blob", "json"]);
    expect((await fresh.synth()).files).toEqual(a.files);
  });

  it("is the same where nothing can be kept", { tags: ["long"] }, async () => {
    const fresh = checkout();
    // A file where the folder should be stands for a disk that is read-only, for root too.
    fresh.write(".cache", "");
    const { code, stderr, files } = await fresh.synth();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(files).toEqual((await app.synth(OFF)).files);
  });

  it("takes one process of Node, once the snapshot is there", async () => {
    const counted = checkout();
    const calls = join(counted.root, "calls");
    counted.write("bin/node", `#!/bin/sh\necho x >> ${calls}\nexec ${process.execPath} "$@"\n`);
    chmodSync(join(counted.root, "bin/node"), 0o755);
    const env = { PATH: `${join(counted.root, "bin")}:${process.env["PATH"]}` };
    const first = await counted.synth(env);
    counted.remove("calls");
    counted.edit("apps/main.ts", '"first"', '"second"');
    const second = await counted.synth(env);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(second.files[STACK]).toContain('"label": "second"');
    expect(counted.read("calls")).toBe("x\n");
  });

  it("is the same when the snapshot is broken", { tags: ["long"] }, async () => {
    const fresh = checkout();
    await fresh.synth();
    const blob = fresh.cached().find((name) => name.endsWith(".blob"))!;
    writeFileSync(join(fresh.root, ".cache/synth", blob), "half a snapsh");
    const { code, files } = await fresh.synth();
    expect(code).toBe(0);
    expect(files).toEqual((await app.synth(OFF)).files);
  });
});

describe("the next synth", () => {
  const app = checkout();

  it("follows an edited source file, in the same snapshot", async () => {
    await app.synth();
    const before = snapshotId(app);
    app.edit("apps/main.ts", '"first"', '"second"');
    const { files } = await app.synth();
    expect(files[STACK]).toContain('"label": "second"');
    expect(snapshotId(app)).toBe(before);
  });

  it("follows an edited file of a dependency", async () => {
    expect((await app.synth()).files[STACK]).toContain('"by": "tiny 1"');
    app.edit(TINY, "tiny 1", "tiny 2");
    expect((await app.synth()).files[STACK]).toContain('"by": "tiny 2"');
  });

  it("follows an import that the snapshot does not have", async () => {
    app.write("node_modules/@cdktf/provider-tiny/lib/other/index.js", app.read(TINY));
    app.edit("node_modules/@cdktf/provider-tiny/lib/other/index.js", "tiny 2", "tiny 3");
    app.edit("modules/box.ts", "lib/thing", "lib/other");
    expect((await app.synth()).files[STACK]).toContain('"by": "tiny 3"');
  });

  it("follows an import of a file that was not there", async () => {
    app.write("modules/label.ts", 'export const LABEL: string = "third";');
    app.edit("apps/main.ts", '"second"', "LABEL");
    app.write(
      "apps/main.ts",
      `import { LABEL } from "../modules/label.ts";\n${app.read("apps/main.ts")}`,
    );
    expect((await app.synth()).files[STACK]).toContain('"label": "third"');
  });

  it("misses a file that is gone", async () => {
    app.remove("modules/label.ts");
    const { code, stderr } = await app.synth();
    expect(code).toBe(1);
    expect(stderr).toMatch(/Could not resolve "..\/modules\/label.ts"\s+apps\/main.ts:1:/);
    app.write("modules/label.ts", 'export const LABEL = "fourth";');
    expect((await app.synth()).files[STACK]).toContain('"label": "fourth"');
  });

  it("follows a JSON file that is imported", async () => {
    app.write("modules/label.json", '{ "label": "from JSON" }');
    app.write(
      "modules/label.ts",
      'import json from "./label.json" with { type: "json" }; export const LABEL = json.label;',
    );
    expect((await app.synth()).files[STACK]).toContain('"label": "from JSON"');
    app.edit("modules/label.json", "from JSON", "edited JSON");
    expect((await app.synth()).files[STACK]).toContain('"label": "edited JSON"');
  });

  it("follows a tsconfig.json that is added, and what it builds upon", async () => {
    app.write(
      "modules/label.ts",
      [
        'class Label { text?: string = "kept"; }',
        "class Own extends Label { override text?: string; }",
        "export const LABEL = String(new Own().text);",
      ].join("\n"),
    );
    expect((await app.synth()).files[STACK]).toContain('"label": "undefined"');
    app.write("modules/base.json", '{ "compilerOptions": { "useDefineForClassFields": false } }');
    app.write("modules/tsconfig.json", '{ "extends": "./base" }');
    expect((await app.synth()).files[STACK]).toContain('"label": "kept"');
    app.edit("modules/base.json", "false", "true");
    expect((await app.synth()).files[STACK]).toContain('"label": "undefined"');
    app.remove("modules/tsconfig.json");
    app.write("modules/label.ts", 'export const LABEL = "fourth";');
  });

  it("follows a package to another copy of it", async () => {
    const folder = "node_modules/@cdktf/provider-tiny";
    for (const name of ["thing", "other"]) {
      const text = app.read(`${folder}/lib/${name}/index.js`).replace(/tiny \d/, "tiny 4");
      app.write(`node_modules/.copy/provider-tiny/lib/${name}/index.js`, text);
    }
    await app.synth();
    app.link(folder, "node_modules/.copy/provider-tiny");
    expect((await app.synth()).files[STACK]).toContain('"by": "tiny 4"');
  });

  it("finds nothing left of the one before in a file of the app", async () => {
    app.write(
      "modules/label.ts",
      "let made = 0; export const LABEL = `made ${++made}`; export const again = () => ++made;",
    );
    const labels = [await app.synth(), await app.synth(), await app.synth(OFF)].map(
      ({ files }) => /"label": "(.+)"/.exec(files[STACK]!)?.[1],
    );
    expect(labels).toEqual(["made 1", "made 1", "made 1"]);
  });

  it("makes a new snapshot for another Node", async () => {
    await app.synth();
    const before = snapshotId(app);
    const index = app.cached().find((name) => name.endsWith(".json"))!;
    app.edit(`.cache/synth/${index}`, `"node":"${process.version}`, '"node":"v20.0.0');
    const { code, files } = await app.synth();
    expect(code).toBe(0);
    expect(files[STACK]).toContain('"by": "tiny 4"');
    expect(snapshotId(app)).not.toBe(before);
  });
});
