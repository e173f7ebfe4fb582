import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../infra/command.ts";
import { dnsCommand } from "../infra/dns.ts";
import { parse } from "../infra/parse.ts";
import { missing } from "../parts/parts.ts";
import { asRoute53, Route53InMoto } from "./testing/route53.ts";

const BIN = fileURLToPath(new URL("../infra/bin.mjs", import.meta.url));
const ZONE = "shop.test";

const folder = mkdtempSync(join(tmpdir(), "dns-command-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command in this process; what it printed, or refused with. */
async function infraDns(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const context = { env: {}, folder, print: (text: string) => printed.push(text), talk: () => {} };
  try {
    const parsed = parse(["dns", ...args], { dns: dnsCommand });
    if ("help" in parsed) return "help";
    await dnsCommand.run(parsed.input, context as unknown as Context);
    return printed.join("\n");
  } catch (error) {
    return (error as Error).message;
  }
}

/** Runs it as people do, with nothing of this machine's around it. */
function started(args: readonly string[], env: Readonly<Record<string, string>>) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const quiet = { PATH: process.env["PATH"] ?? "", NODE_NO_WARNINGS: "1" };
    const child = spawn(process.execPath, [BIN, "dns", ...args], {
      cwd: folder,
      env: { ...quiet, ...env },
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("close", (code) => resolve({ code, stdout, stderr: stderr.trim() }));
  });
}

it.each<[string, string[], string]>([
  [
    "an unknown step",
    ["exprot", ZONE],
    "infra dns: it must be one of export, convert, parity, ttl, dnssec, cutover, watch, proxy, retire, rollback, status, got exprot",
  ],
  [
    "a name that is no zone",
    ["export", "Shop.test."],
    "infra dns: the zone must be a lower-case domain name without a final dot, got Shop.test.",
  ],
  [
    "a name too few",
    ["proxy", ZONE],
    "infra dns proxy wants a name: infra dns proxy shop.test www.shop.test",
  ],
  [
    "a name too many",
    ["parity", ZONE, "www"],
    "infra dns parity does not know what to do with www",
  ],
])("tells wrong use: %s", async (_, args, message) => {
  expect(await infraDns(...args)).toBe(message);
});

it("says how a move begins where there is none, and leaves nothing behind", async () => {
  expect(await infraDns("parity", ZONE)).toBe(`there is no move of shop.test:
  - ${folder}/dns-moves/shop.test/move.json is not there
begin with infra dns export shop.test --hosted-zone Z... --plan pro, or say --folder; you are in ${folder}`);
  expect(await infraDns("export", ZONE)).toBe(`the move of shop.test cannot begin:
  - --hosted-zone is missing: Route 53's id of the zone, Z...
  - --plan is missing: free, pro, business or enterprise, of the zone at Cloudflare
infra dns export shop.test --hosted-zone Z... --plan pro`);
  expect(
    await infraDns("export", ZONE, "--hosted-zone", "/hostedzone/Z1", "--plan", "gold"),
  ).toBe(`move.json: hostedZoneId must be the id of a Route 53 zone: Z..., got "/hostedzone/Z1"
move.json: plan must be one of free, pro, business, enterprise, got "gold"`);
  expect(readdirSync(folder)).toEqual([]);
});

describe.skipIf(missing("moto_server"))("with Route 53", () => {
  let route53: Route53InMoto;
  let zoneId = "";
  beforeAll(async () => {
    route53 = await Route53InMoto.start();
    zoneId = await route53.create(ZONE);
    const addresses = Array.from({ length: 700 }, (_, i) => ({
      ...{ name: `host-${i}.${ZONE}`, type: "A" as const },
      values: [`198.18.${i >> 8}.${i & 255}`],
    }));
    await route53.put(zoneId, addresses.map(asRoute53));
  }, 120_000);
  afterAll(() => route53?.stop());
  afterEach(() => rmSync(join(folder, "dns-moves"), { recursive: true, force: true }));

  it("reads all pages; convert needs nobody; parity says what Cloudflare needs", async () => {
    const asked = ["export", ZONE, "--hosted-zone", zoneId, "--plan", "pro", "--json"];
    const begun = await started(asked, route53.server.env);
    expect([begun.code, begun.stderr]).toEqual([0, ""]);
    expect(JSON.parse(begun.stdout)).toMatchObject({
      ...{ step: "export", holds: true },
      said: "702 record sets of shop.test were read",
    });
    expect((await infraDns("convert", ZONE)).split("\n")[0]).toBe(
      "convert: open - 702 record sets became 700 records",
    );
    expect(await infraDns("status", ZONE)).toMatch(
      /^shop\.test: old\n\nstep +gate +when +what\nexport +open /,
    );
    const { code, stderr } = await started(["parity", ZONE], route53.server.env);
    expect(code).toBe(1);
    expect(stderr).toBe(`infra: Cloudflare cannot be asked:
  - CLOUDFLARE_API_TOKEN is not set
make a token with Zone Read, DNS Read and SSL and Certificates Read for this zone, and set it`);
    expect(readdirSync(join(folder, "dns-moves", ZONE)).sort()).toEqual([
      "export.json",
      "move.json",
      "progress.json",
      "records.ts",
      "report.html",
    ]);
  }, 120_000);

  it("refuses a zone that is not there, with the right that it takes", async () => {
    const asked = ["export", "none.test", "--plan", "pro", "--hosted-zone", "Z0000000000"];
    const { stderr } = await started(asked, route53.server.env);
    expect(stderr).toMatch(
      /^infra: cannot read hosted zone Z0000000000 of Route 53:\n {2}- NoSuchHostedZone: .+\nit takes route53:GetHostedZone with credentials/,
    );
  }, 60_000);
});
