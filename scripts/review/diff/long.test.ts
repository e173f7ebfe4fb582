import { describe, expect, it } from "vitest";
import { cut, focused, focusedPairs, wrapped } from "./long.ts";

describe("a long line", () => {
  it("wraps with a mark, and keeps its own mark in the first column", () => {
    const rows = wrapped({ mark: "+", text: "x".repeat(450) });
    expect(rows.map(({ mark }) => mark)).toEqual(["+", "+", "+"]);
    expect(rows.map(({ text }) => text)).toEqual([
      "x".repeat(200),
      `↪ ${"x".repeat(200)}`,
      `↪ ${"x".repeat(50)}`,
    ]);
  });

  it("ends after ten rows, and says how much is left out", () => {
    const rows = wrapped({ mark: " ", text: "y".repeat(5000) });
    expect(rows).toHaveLength(10);
    expect(rows.at(-1)!.text).toBe(`↪ ${"y".repeat(200)} ... (3000 more characters)`);
  });

  it("is never cut in the middle of a character", () => {
    expect(cut(`a${"\u{1f600}".repeat(5)}`, 4)).toBe("a\u{1f600} ... (8 more characters)");
    for (const { text } of wrapped({ mark: "+", text: `a${"\u{1f600}".repeat(300)}` })) {
      expect(Buffer.from(text).toString()).toBe(text);
    }
  });
});

describe("two long texts that differ", () => {
  it("begin a little before they do", () => {
    const [from, to] = focused(`${"s".repeat(500)}old`, `${"s".repeat(500)}new`, 160);
    expect(from).toBe(`(460 equal characters) ... ${"s".repeat(40)}old`);
    expect(to).toBe(`(460 equal characters) ... ${"s".repeat(40)}new`);
  });

  it("are left alone where both are short", () => {
    expect(focused("one", "two", 160)).toEqual(["one", "two"]);
  });

  it("are paired line by line, so that no two equal lines are shown as a change", () => {
    const long = "l".repeat(3000);
    const lines = focusedPairs([
      { mark: "-", text: `${long}a` },
      { mark: "+", text: `${long}b` },
    ]);
    expect(lines[0]!.text).not.toBe(lines[1]!.text);
    expect(lines[0]!.text.endsWith("a")).toBe(true);
    expect(lines[1]!.text.endsWith("b")).toBe(true);
  });
});
