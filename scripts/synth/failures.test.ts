import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Checkout } from "./testing/checkout.ts";

const app = new Checkout();
const MAIN = app.read("apps/main.ts");
beforeAll(() => app.synth());
afterAll(() => app.dispose());

/** What a user sees, with `line` in place of the line that makes the box. */
async function told(line: string, env: NodeJS.ProcessEnv = {}) {
  app.write(
    "apps/main.ts",
    MAIN.replace('const box = new Box(stack, "box", { label: "first" });', line),
  );
  const { code, stderr } = await app.synth(env);
  return { code, stderr: stderr.trim() };
}

describe.each([
  ["the fast way", {}],
  ["the fast way switched off", { GROUNDPLAN_FAST_SYNTH: "0" }],
])("a failure, %s,", (_, env) => {
  it("in the TypeScript names file and line", async () => {
    const { code, stderr } = await told("const box = ;", env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Unexpected ";"\s+apps\/main\.ts:7:12:/);
  });

  it("of an app names the lines of its own TypeScript", async () => {
    const { code, stderr } = await told(
      'const box = new Box(stack, "box", undefined as never);',
      env,
    );
    expect(code).toBe(1);
    expect(stderr).toBe(
      [
        "TypeError: Cannot read properties of undefined (reading 'label')",
        "    at new Box (modules/box.ts:8)",
        "    at (apps/main.ts:7)",
      ].join("\n"),
    );
  });

  it("for wrong input is its message alone", async () => {
    const thrown =
      'class PropsError extends Error { name = "PropsError" }; throw new PropsError("size must be 1");';
    expect(await told(thrown, env)).toEqual({ code: 1, stderr: "size must be 1" });
  });

  it("to resolve names the property", async () => {
    const wrong = 'const box = new Box(stack, "box", { label: { deep: [() => 1] } as never });';
    const { code, stderr } = await told(wrong, env);
    expect(code).toBe(1);
    expect(stderr).toContain("/resource/tiny_thing/box/label/deep/0");
  });
});

describe.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)("%s to the command alone", (signal, code) => {
  it("ends the process that evaluates the app, too", async () => {
    app.write(
      "apps/main.ts",
      "console.error(`at work ${process.pid}`); setInterval(() => {}, 100);",
    );
    let evaluating = 0;
    const ended = await app.synth({}, (said, kill) => {
      evaluating = Number(/at work (\d+)/.exec(said)?.[1]);
      if (evaluating) kill(signal);
    });
    expect(ended.code).toBe(code);
    expect(() => process.kill(evaluating, 0)).toThrow("ESRCH");
  });
});
