import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPlanSet } from "../plan/set.ts";
import type { Binding } from "./binding.ts";
import { openSet, packSet } from "./handover.ts";
import { KEYS, readKeys } from "./keys.ts";
import { BINDING, COMMIT, failureOf, keyring, Place, SENTINEL, writeSet } from "./testing/sets.ts";

const place = new Place();
let env: Record<string, string>;
let bound: Binding;
let sealed: Buffer;
const file = place.at("prod.age");

beforeAll(async () => {
  env = await keyring();
  writeSet(place.at("set"));
  bound = await packSet({ set: place.at("set"), out: file, binding: BINDING, env });
  sealed = readFileSync(file);
});
afterAll(() => place.remove());

/** What opening says, and that it leaves nothing behind. */
async function refusal(rest: {
  readonly bytes?: Uint8Array;
  readonly wanted?: Partial<Binding>;
  readonly env?: Record<string, string>;
}): Promise<string> {
  const [at, out] = [place.at("try.age"), place.at("refused")];
  writeFileSync(at, rest.bytes ?? sealed);
  const wanted = { ...bound, ...rest.wanted };
  const said = await failureOf(() => openSet({ file: at, out, wanted, env: rest.env ?? env }));
  expect(existsSync(out)).toBe(false);
  return said.replaceAll(place.root, "");
}

const UNUSED = "nothing of it was used; run the job that makes it again";
const HURT = `/try.age is refused:
  - it was cut off or changed on its way, or is no hand-over at all
${UNUSED}`;

describe("a hand-over", () => {
  it("gives the same plan set to the job that it is for", async () => {
    const out = place.at("opened");
    expect(await openSet({ file, out, wanted: bound, env })).toEqual(bound);
    expect(readPlanSet(out)).toEqual(readPlanSet(place.at("set")));
    expect(readFileSync(`${out}/stacks/prod-app-data/plan.json`, "utf8")).toContain(SENTINEL);
  });

  it("shows nothing of the plan, and is closed to other users", () => {
    expect(sealed.includes(SENTINEL)).toBe(false);
    expect(sealed.includes("prod-app-data")).toBe(false);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(place.at("opened/stacks/prod-app-data/plan.json")).mode & 0o077).toBe(0);
  });

  it.each<[string, Partial<Binding>, string]>([
    [
      "commit",
      { commit: "f".repeat(40) },
      `it was made of commit ${COMMIT}, and ${"f".repeat(40)} is wanted`,
    ],
    ["run", { run: "99" }, "it was made in the run 16823941172, and 99 is wanted"],
    [
      "workflow",
      { workflow: ".github/workflows/other.yml" },
      "it was made by the workflow .github/workflows/pull-request.yml, and .github/workflows/other.yml is wanted",
    ],
    ["set", { set: "dev" }, "it was made as the set prod, and dev is wanted"],
  ])("of another %s is refused", async (_, wanted, words) => {
    expect(await refusal({ wanted })).toBe(`/try.age is refused:
  - ${words}
nothing of it was used; apply what was reviewed, or have this reviewed`);
  });

  it("with another digest than the reviewed one is refused", async () => {
    expect(
      await refusal({ wanted: { digest: "a".repeat(64), run: "99" } }),
    ).toBe(`/try.age is refused:
  - it was made in the run 16823941172, and 99 is wanted
  - it was made with the digest ${bound.digest}, and ${"a".repeat(64)} is wanted
nothing of it was used; apply what was reviewed, or have this reviewed`);
  });

  it.each([0, 10, 100, 300])("cut off after %i bytes is refused", async (length) => {
    expect(await refusal({ bytes: sealed.subarray(0, length) })).toBe(HURT);
  });

  it("cut off by one byte is refused", async () => {
    expect(await refusal({ bytes: sealed.subarray(0, -1) })).toBe(HURT);
  });

  it("with one changed byte is refused, wherever that is", async () => {
    for (let at = 0; at < sealed.length; at += 37) {
      const bytes = Buffer.from(sealed);
      bytes[at] = bytes[at]! ^ 1;
      expect(await refusal({ bytes })).toMatch(/is refused:\n {2}- it (was cut off|is encrypted)/);
    }
  });

  it("for another key is refused", async () => {
    const other = { ...env, [KEYS.identity]: (await keyring())[KEYS.identity]! };
    expect(await refusal({ env: other })).toBe(`/try.age is refused:
  - it is encrypted for another key than GROUNDPLAN_HANDOVER_IDENTITY
${UNUSED}`);
  });

  it("by somebody who only knows to whom it goes is refused", async () => {
    const forger = { ...(await keyring()), [KEYS.recipient]: env[KEYS.recipient]! };
    const out = place.at("forged.age");
    await packSet({ set: place.at("set"), out, binding: BINDING, env: forger });
    expect(await refusal({ bytes: readFileSync(out) })).toBe(`/try.age is refused:
  - it was not signed with the key that GROUNDPLAN_HANDOVER_SIGNER belongs to
${UNUSED}`);
  });

  it("does not overwrite what is there", async () => {
    const out = place.at("set");
    expect(await failureOf(() => openSet({ file, out, wanted: bound, env }))).toBe(
      `${file} is not opened:\n  - ${out} is there already\nname another folder with --out`,
    );
  });
});

describe("a plan set", () => {
  it("of another commit or of edited files is not handed over", async () => {
    const set = writeSet(place.at("edited"), undefined, { dirty: true, commit: "e".repeat(40) });
    const packing = packSet({ set, out: place.at("no.age"), binding: BINDING, env });
    await expect(packing).rejects.toThrow(`${set} is not handed over:
  - it was planned at commit ${"e".repeat(40)}, and the job is at ${COMMIT}
  - it was planned from edited files, which no commit has
plan it again from there`);
    expect(existsSync(place.at("no.age"))).toBe(false);
  });
});

describe("keys", () => {
  it("are read from files too, and all that are missing are said at once", () => {
    writeFileSync(place.at("key"), "age1x\n");
    expect(readKeys({ [`${KEYS.recipient}_FILE`]: place.at("key") }, ["recipient"])).toEqual({
      recipient: "age1x",
    });
    expect(() => readKeys({}, ["identity", "signer"])).toThrow(`a key is missing:
  - GROUNDPLAN_HANDOVER_IDENTITY is not set, and GROUNDPLAN_HANDOVER_IDENTITY_FILE names no file that is there
  - GROUNDPLAN_HANDOVER_SIGNER is not set, and GROUNDPLAN_HANDOVER_SIGNER_FILE names no file that is there
make all four with "infra handover keys" once, and give each job the ones that it needs`);
  });

  it.each([
    [KEYS.signingKey, "is no Ed25519 key in base64"],
    [KEYS.recipient, "must be an age recipient: age1..."],
  ])("that cannot be read are named and not shown: %s", async (name, words) => {
    const broken = { ...env, [name]: "sekrit-and-broken" };
    const said = await failureOf(() =>
      packSet({ set: place.at("set"), out: place.at("x.age"), binding: BINDING, env: broken }),
    );
    expect(said).toContain(`a key cannot be read:\n  - ${name} ${words}`);
    expect(said).not.toContain("sekrit");
  });
});
