import { describe, expect, it } from "vitest";
import { command, UsageError } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { commandHelp, listHelp } from "./help.ts";
import { parse } from "./parse.ts";

const TABLE = {
  paint: command({
    summary: "paint a wall",
    operands: { name: "<wall>...", summary: "which walls", atLeast: 1, atMost: 2 },
    options: {
      colour: { kind: "text", value: "<name>", summary: "which colour" },
      coats: { kind: "number", value: "<n>", summary: "how often" },
      over: { kind: "texts", value: "<thing>", summary: "what may be painted over" },
      dry: { kind: "switch", summary: "only say what would be done" },
    },
    more: "Paint is not included.",
    run: async () => 0,
  }),
  rest: command({ summary: "do nothing", options: {}, run: async () => 0 }),
};

const refusal = (...args: string[]) => {
  try {
    parse(args, TABLE);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error("was accepted");
};

describe("the arguments of a command", () => {
  it("become typed values", () => {
    const args = [
      "paint",
      "north",
      "--coats",
      "2",
      "--over=door",
      "--over",
      "frame",
      "--dry",
      "--json",
    ];
    expect(parse(args, TABLE)).toEqual({
      name: "paint",
      input: {
        operands: ["north"],
        options: { colour: undefined, coats: 2, over: ["door", "frame"], dry: true },
        json: true,
      },
    });
  });

  it("may begin with a dash after --", () => {
    expect(parse(["paint", "--", "--north"], TABLE)).toMatchObject({
      input: { operands: ["--north"] },
    });
  });

  it.each([
    [["piant", "x"], "there is no command piant; did you mean paint?"],
    [["zzzzzzz"], "there is no command zzzzzzz"],
    [["--json"], "there is no option --json"],
    [["toString"], "there is no command toString"],
    [
      ["paint", "x", "--color", "red"],
      "infra paint has no option --color; did you mean --colour?; it has --colour, --coats, --over, --dry, --json",
    ],
    [["paint", "x", "--coats", "two"], "--coats must be a whole number from 1 on, got two"],
    [["paint", "x", "--coats", "0"], "--coats must be a whole number from 1 on, got 0"],
    [["paint", "x", "--colour"], "infra paint: Option '--colour <value>' argument missing"],
    [["paint", "x", "--coats", "-1"], "--coats must be a whole number from 1 on, got -1"],
    [
      ["paint", "x", "--colour", "--dry"],
      "infra paint: --colour wants <name>, got --dry; if that is its value, write --colour=--dry",
    ],
    [["paint", "x", "--dry=yes"], "infra paint: Option '--dry' does not take an argument"],
    [["paint", "x", "-d"], "infra paint: Unknown option '-d'"],
    [["paint"], "infra paint wants <wall>...: which walls"],
    [["paint", "a", "b", "c"], "infra paint does not know what to do with c"],
    [["rest", "now"], "infra rest does not know what to do with now"],
  ])("%j is refused", (args, message) => {
    expect(refusal(...args)).toBe(message);
  });

  it.each([
    [[], undefined],
    [["--help"], undefined],
    [["help"], undefined],
    [["help", "paint"], "paint"],
    [["paint", "--help"], "paint"],
    [["paint", "-h"], "paint"],
  ])("%j asks for help", (args, about) => {
    expect(parse(args, TABLE)).toEqual({ help: about });
  });
});

describe("the help", () => {
  it("lists every command, and every option of one", () => {
    expect(listHelp(TABLE)).toBe(`infra <command> [--json]

  paint  paint a wall
  rest   do nothing

infra <command> --help tells more about one.
Exit codes: 0 done, 1 failed, 2 used wrongly.`);
    expect(commandHelp("paint", TABLE.paint)).toBe(`infra paint <wall>... [options]

paint a wall.

  <wall>...        which walls
  --colour <name>  which colour
  --coats <n>      how often
  --over <thing>   what may be painted over
  --dry            only say what would be done
  --json           print data for machines
  --help           print this

Paint is not included.

Exit codes: 0 done, 1 failed, 2 used wrongly.`);
  });

  it.each(Object.entries(COMMANDS))("of %s fits a terminal of 120 columns", (name, spec) => {
    const widest = Math.max(
      ...commandHelp(name, spec)
        .split("\n")
        .map((line) => line.length),
    );
    expect(widest).toBeLessThanOrEqual(120);
  });
});
