import { execFile, spawn } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPart, missing } from "../parts/parts.ts";
import { KEYS } from "./keys.ts";
import { COMMIT, Place, SENTINEL, writeSet } from "./testing/sets.ts";

const BIN = fileURLToPath(new URL("../infra/bin.mjs", import.meta.url));
const place = new Place();
const keys = place.at("keys");

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Everything that other users of the machine saw in the process list meanwhile. */
  readonly seen: string;
}

/** Runs `infra handover` and looks at the process list as it runs. */
function handover(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, "handover", ...args], {
    cwd: place.root,
    env: { PATH: process.env["PATH"], ...env },
  });
  const texts = { stdout: "", stderr: "", seen: processList() };
  child.stdout.on("data", (chunk) => {
    texts.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    texts.stderr += chunk;
  });
  const looking = setInterval(() => {
    texts.seen += processList();
  }, 20);
  return new Promise((resolve) => {
    child.on("close", (code) => {
      clearInterval(looking);
      resolve({ code, ...texts });
    });
  });
}

/** The arguments of every process, as `ps` shows them to anybody. */
function processList(): string {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids
    .map((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, "utf8");
      } catch {
        return "";
      }
    })
    .join("\n");
}

const fileOf = (name: keyof typeof KEYS) => ({ [`${KEYS[name]}_FILE`]: `${keys}/${KEYS[name]}` });
const textOf = (name: keyof typeof KEYS) => readFileSync(`${keys}/${KEYS[name]}`, "utf8").trim();
const WANTED = ["--set", "prod", "--commit", COMMIT, "--run", "7", "--workflow", "w.yml"];

/** Each command is a program of its own: a loaded machine may take its time. */
const PATIENCE = { timeout: 120_000 };

describe.skipIf(process.platform !== "linux")("infra handover", PATIENCE, () => {
  let digest = "";
  const ended: Ended[] = [];
  const outputs = place.at("outputs");

  beforeAll(async () => {
    writeSet(place.at("set"));
    ended.push(await handover(["keys", "keys"]));
    const packing = { ...fileOf("recipient"), [KEYS.signingKey]: textOf("signingKey") };
    const job = {
      GITHUB_RUN_ID: "7",
      GITHUB_WORKFLOW_REF: "acme/infrastructure/w.yml@refs/heads/main",
      GITHUB_OUTPUT: outputs,
    };
    const pack = ["pack", "set", "--set", "prod", "--commit", COMMIT, "--out", "prod.age"];
    ended.push(await handover(pack, { ...packing, ...job }));
    digest = ended[1]!.stdout.trim();
    const opening = { [KEYS.identity]: textOf("identity"), ...fileOf("signer") };
    const open = ["open", "prod.age", ...WANTED, "--digest", digest, "--out", "opened"];
    ended.push(await handover(open, opening));
  }, PATIENCE.timeout);
  afterAll(() => place.remove());

  it("makes keys, packs with two of them and opens with the two others", () => {
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ""],
      [0, "infra: prod.age is good for the set prod at 0123456789 and nothing else\n"],
      [0, ""],
    ]);
    expect(readFileSync(place.at("opened/stacks/prod-app-data/plan.json"), "utf8")).toContain(
      SENTINEL,
    );
  });

  it("takes workflow and run from the job that packs, and gives the digest to later jobs", () => {
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(outputs, "utf8")).toBe(`digest=${digest}\n`);
  });

  it("shows neither a key nor a plan in process lists, output or logs", () => {
    const everything = ended.map(({ stdout, stderr, seen }) => stdout + stderr + seen).join("\n");
    expect(everything).toContain("--digest");
    for (const secret of [textOf("identity"), textOf("signingKey"), SENTINEL]) {
      expect(everything.includes(secret)).toBe(false);
    }
    expect(Object.values(KEYS).map((name) => statSync(`${keys}/${name}`).mode & 0o077)).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it("does not overwrite keys, and ends with 1 when it refuses", async () => {
    const again = await handover(["keys", "keys"]);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain(`${keys}/${KEYS.identity} is there already`);
  });

  it("ends with 2 at wrong use", async () => {
    const { code, stderr } = await handover(["send", "set"]);
    expect([code, stderr]).toEqual([
      2,
      "infra: infra handover: it must be one of pack, open, locate, keep, recover, keys; got send\n",
    ]);
  });

  it.skipIf(missing("age"))(
    "makes files that the age program opens, with the same key",
    async () => {
      const out = place.at("by-hand");
      const identity = `${keys}/${KEYS.identity}`;
      chmodSync(identity, 0o600);
      writeFileSync(out, "");
      await promisify(execFile)(findPart("age")!, [
        "-d",
        "-i",
        identity,
        "-o",
        out,
        place.at("prod.age"),
      ]);
      expect(existsSync(out) && readFileSync(out).includes('"set":"prod"')).toBe(true);
    },
  );
});
