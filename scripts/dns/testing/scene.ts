import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import type { ZoneRecord } from "@groundplan/cloudflare/records";
import type { RecordSet } from "@groundplan/core/dns-records";
import { transformSync } from "esbuild";
import { freePort } from "../../parts/ports.ts";
import { type Asked, takeStep } from "../command.ts";
import { type Decisions, firstDecisions } from "../move/decisions.ts";
import { MoveFolder } from "../move/folder.ts";
import type { Outcome } from "../move/outcome.ts";
import { RealRoute53, type Route53 } from "../source/route53.ts";
import { RealCloudflare } from "../target/cloudflare.ts";
import type { Visit } from "../visit.ts";
import { Asker } from "../wire/asker.ts";
import type { World } from "../world.ts";
import { freeAddresses } from "./addresses.ts";
import { recordBodies } from "./apply-records.ts";
import { CloudflareStandIn } from "./cloudflare.ts";
import { type Kind, NameServer } from "./name-server.ts";
import { asRoute53, Route53InMoto } from "./route53.ts";
import { linesOf } from "./zone-text.ts";

/** Names of the two sides' servers, as the parent says them. */
export const OLD_SERVER = "ns1.route.test";
export const NEW_SERVER = "ns1.cloud.test";

/** What stands in the zone before the move. */
export interface Before {
  readonly zone: string;
  readonly sets: readonly RecordSet[];
  /** Sets that only Route 53 knows (aliases), and what its servers answer for them. */
  readonly special?: readonly ResourceRecordSet[];
  readonly specialLines?: readonly string[];
  /** Addresses of names that are others': what Cloudflare answers for a CNAME at the apex. */
  readonly addresses?: Readonly<Record<string, string>>;
  readonly decisions?: Partial<Decisions>;
  /** Which servers play the old and the new side. @default named and nsd */
  readonly kinds?: readonly [old: Kind, fresh: Kind];
  /** @default 5310, where delegations are not followed */
  readonly port?: number;
  /** The old side signs, where Knot plays it. @default false */
  readonly signed?: boolean;
}

/** A zone that moves, on loopback: moto, two real name servers, and a made-up Cloudflare. */
export class Scene {
  now = new Date("2026-03-01T12:00:00Z");
  visits: Record<string, Visit> = {};
  readonly before: Before;
  readonly folder: MoveFolder;
  readonly temporary = mkdtempSync(join(tmpdir(), "dns-move-"));
  route53!: Route53InMoto;
  zoneId = "";
  cloudflare!: CloudflareStandIn;
  old!: NameServer;
  fresh!: NameServer;
  addresses: string[] = [];
  readonly dns = new Asker(1500);
  readonly #ends: (() => unknown)[] = [];

  private constructor(before: Before) {
    this.before = before;
    this.folder = new MoveFolder(join(this.temporary, "move"), before.zone);
    this.ending(() => rmSync(this.temporary, { recursive: true, force: true }));
    this.ending(() => this.dns.close());
  }

  static async start(before: Before): Promise<Scene> {
    const scene = new Scene(before);
    try {
      await scene.#begin();
      return scene;
    } catch (error) {
      await scene.end();
      throw error;
    }
  }

  get world(): World {
    const sleep = async () => {};
    return {
      now: () => this.now,
      route53: this.#asRoute53(new RealRoute53(this.route53.settings)),
      cloudflare: new RealCloudflare({
        token: CloudflareStandIn.TOKEN,
        baseUrl: this.cloudflare.url,
        sleep,
      }),
      dns: this.dns,
      visit: async (name) => this.visits[name] ?? { status: 200 },
      sleep,
      talk: () => {},
    };
  }

  /** Takes a step as the command does. */
  step(verb: Asked["verb"], asked: Partial<Asked> = {}): Promise<Outcome> {
    const { zone } = this.before;
    const given = { verb, zone, base: this.temporary, folder: "move" };
    return takeStep(this.world, { ...given, ...asked });
  }

  /** The records as convert has written them. */
  async written(): Promise<ZoneRecord[]> {
    const text = this.folder.text("records.ts") ?? "";
    const { code } = transformSync(text, { loader: "ts", format: "esm" });
    return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).records;
  }

  /** Applies records to Cloudflare, by the records module; its servers answer with them. */
  async apply(records?: readonly ZoneRecord[]): Promise<void> {
    const { zone, decisions } = this.before;
    const { recordLimit } = decisions ?? {};
    this.cloudflare.records = recordBodies(zone, records ?? (await this.written()), {
      recordLimit,
    });
    await this.fresh.serve(this.newZone(this.cloudflare.lines(this.before.addresses)));
  }

  newZone(lines: readonly string[]) {
    return {
      zone: this.before.zone,
      nameServers: { [NEW_SERVER]: undefined },
      lines,
      nsTtlSeconds: 2,
    };
  }

  oldZone(extra: readonly string[] = []) {
    const { zone, sets, specialLines = [] } = this.before;
    const lines = [...sets.flatMap(linesOf), ...specialLines, ...extra];
    return { zone, nameServers: { [OLD_SERVER]: undefined }, lines, nsTtlSeconds: 2 };
  }

  /** Takes the zone to where both sides have it, and no cache has an old answer for long. */
  async bring(): Promise<void> {
    await this.step("export");
    await this.#lowerOwnTtl();
    await this.step("export");
    await this.step("convert");
    await this.apply();
  }

  /** What is done when the scene ends; last begun, first ended. */
  ending(end: () => unknown): void {
    this.#ends.push(end);
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }

  /** Somebody lowers the TTL of the zone's own NS, and three days go by. */
  async #lowerOwnTtl(): Promise<void> {
    const { zone } = this.before;
    const values = [`${OLD_SERVER}.`];
    await this.route53.put(this.zoneId, [asRoute53({ name: zone, type: "NS", values })]);
    await this.step("ttl");
    this.now = new Date(this.now.getTime() + 3 * 86_400_000);
  }

  /** moto's answers, but for what it does not have: name servers that are there, and signing. */
  #asRoute53(moto: RealRoute53): Route53 {
    const isSigned = this.before.signed ?? false;
    return {
      zone: async (id) => ({ ...(await moto.zone(id)), nameServers: [OLD_SERVER], isSigned }),
      records: (id) => moto.records(id),
    };
  }

  async #begin(): Promise<void> {
    const {
      zone,
      sets,
      special = [],
      decisions,
      kinds = ["named", "nsd"],
      port = 5310,
    } = this.before;
    this.addresses = await freeAddresses(6, port);
    const [free = "", newAddress = ""] = this.addresses;
    const oldPlace =
      kinds[0] === "named"
        ? { address: "127.0.0.1", port: await freePort() }
        : { address: free, port };
    const place = (name: string) => join(this.temporary, name);
    this.route53 = await Route53InMoto.start();
    this.ending(() => this.route53.stop());
    this.zoneId = await this.route53.create(zone);
    await this.route53.put(this.zoneId, [...sets.map(asRoute53), ...special]);
    this.cloudflare = await CloudflareStandIn.start(zone, [NEW_SERVER]);
    this.ending(() => this.cloudflare.stop());
    const [old, fresh] = kinds;
    this.old = await NameServer.start(
      old,
      { folder: place("old"), ...oldPlace },
      this.oldZone(),
      this.before.signed,
    );
    this.ending(() => this.old.stop());
    this.fresh = await NameServer.start(
      fresh,
      { folder: place("new"), address: newAddress, port },
      this.newZone([]),
    );
    this.ending(() => this.fresh.stop());
    this.folder.saveDecisions({
      ...firstDecisions({ zone, hostedZoneId: this.zoneId, plan: "pro" }),
      servers: { old: [`${oldPlace.address}:${oldPlace.port}`], new: [`${newAddress}:${port}`] },
      ...decisions,
    });
  }
}
