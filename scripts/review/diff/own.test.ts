import { describe, expect, it } from "vitest";
import { Secrets } from "../secret/secrets.ts";
import { settled } from "./settled.ts";
import { redacted } from "./shown.ts";

const HOSTILE = '{"__proto__":{"polluted":true},"a":1}';

describe("a document with a key that could lead elsewhere", () => {
  it.each<[string, (value: unknown) => unknown]>([
    ["is shown whole", (value) => redacted({ value, name: "" }, new Secrets())],
    ["is put in order whole", settled],
  ])("%s, and nothing but it has what stands there", (_what, copyOf) => {
    const copy = copyOf(JSON.parse(HOSTILE)) as object;
    expect(JSON.stringify(copy)).toBe(HOSTILE);
    expect("polluted" in copy).toBe(false);
  });
});
