import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Dynamic, isWhollyKnown, type Value } from "../cty/value.ts";
import { ctyTypes, ctyValues } from "../testing/cty.ts";
import { readLine, writeLine } from "./entry.ts";
import { openStore } from "./journal.ts";
import type { MemoryStore } from "./memory.ts";

const VPC = { scope: "aws/1/eu-west-1", type: "aws_vpc", stack: "dev-app-network" };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groundplan-cloud-"));
  file = join(folder, "cloud.journal");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the store, works with it and closes it. */
async function within<T>(work: (store: MemoryStore) => T): Promise<T> {
  const { store, close } = openStore(file);
  const result = work(store);
  await close();
  return result;
}

const begin = () =>
  within((store) => {
    const first = store.create({ ...VPC, object: { id: "vpc-1", big: 2n ** 62n } });
    const second = store.create({ ...VPC, object: { id: "vpc-2" } });
    store.update(first.handle, { object: { id: "vpc-1", cidr_block: "10.0.0.0/16" } });
    store.remove(second.handle);
    return first.handle;
  });

describe("a rehearsal's cloud", () => {
  it("is there again when it is opened once more, ids and handles too", async () => {
    const handle = await begin();
    const third = await within((store) => {
      expect([...store.all()]).toEqual([
        { handle, ...VPC, object: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
      ]);
      expect(store.isTaken(VPC.scope, "aws_vpc", "vpc-2")).toBe(true);
      return store.create({ ...VPC, object: { id: "vpc-3" } }).handle;
    });
    expect(third).toBe(handle.replace(/:1$/, ":3"));
  });

  it("keeps its own of things that share an id", () =>
    within((store) => {
      const [old, latest] = [1, 2].map((revision) =>
        store.create({ ...VPC, object: { id: "api", revision } }),
      );
      expect(store.find(VPC.scope, "aws_vpc", "api")).toEqual(latest);
      store.remove(latest!.handle);
      expect(store.find(VPC.scope, "aws_vpc", "api")).toEqual(old);
    }));

  it("leaves out a last line that was never finished", async () => {
    const handle = await begin();
    const whole = readFileSync(file);
    appendFileSync(file, 'abcdef01 {"op":"put","handle":"half');
    const found = await within((store) => [...store.all()].map((thing) => thing.handle));
    expect(found).toEqual([handle]);
    expect(readFileSync(file)).toEqual(whole);
  });

  it("opens wherever its last line was cut", async () => {
    await begin();
    const whole = readFileSync(file);
    const start = whole.lastIndexOf("\n", -2) + 1;
    for (let end = start; end < whole.length; end += 7) {
      writeFileSync(file, whole.subarray(0, end));
      expect(await within((store) => [...store.all()].length)).toBe(2);
    }
  });

  it("refuses a line that was changed, names it and touches nothing", async () => {
    await begin();
    const damaged = readFileSync(file, "utf8").replace("10.0.0.0/16", "10.0.0.0/17");
    writeFileSync(file, damaged);
    expect(() => openStore(file)).toThrow(
      `${file}: the rehearsal cloud is damaged in line 5 of 6; put a copy of the file back, or begin this cloud anew with "rm ${file}": what the states say stands will be believed again. Nothing was changed`,
    );
    expect(readFileSync(file, "utf8")).toBe(damaged);
  });

  it("refuses what another version wrote, and what is no cloud at all", () => {
    const head = { format: "groundplan rehearsal cloud", version: 2, name: "a" };
    writeFileSync(file, writeLine(head));
    expect(() => openStore(file)).toThrow(
      "the rehearsal cloud has format 2, and this program reads format 1: use the program that wrote it",
    );
    writeFileSync(file, "{}\n");
    expect(() => openStore(file)).toThrow("cannot be read: its first line is damaged");
  });

  it("is written anew when most of its lines are of the past", async () => {
    const handle = await begin();
    await within((store) => {
      for (let count = 0; count < 200; count++) {
        store.update(handle, { object: { id: "vpc-1", count } });
      }
    });
    const before = readFileSync(file).length;
    expect(await within((store) => store.get(handle)?.object["count"])).toBe(199);
    expect(readFileSync(file).length).toBeLessThan(before / 10);
  });

  it("leaves no file when nothing stands any more", async () => {
    const handle = await begin();
    await within((store) => store.remove(handle));
    expect(existsSync(file)).toBe(false);
  });

  it("keeps every value of Terraform's", () => {
    const known = ctyTypes.chain(ctyValues).filter(isWhollyKnown);
    fc.assert(
      fc.property(known, (value: Value) => {
        expect(readLine(writeLine({ value }).trimEnd())).toEqual({ value });
      }),
    );
    const open = new Dynamic('"string"', "text");
    expect(readLine(writeLine({ open }).trimEnd())).toEqual({ open });
  });
});
