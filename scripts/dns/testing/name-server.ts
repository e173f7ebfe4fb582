import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPart, type Part } from "../../parts/parts.ts";
import { Asker } from "../wire/asker.ts";
import type { Server } from "../wire/server.ts";
import { type ZoneText, zoneText } from "./zone-text.ts";

/** A kind of authoritative name server that Debian has. */
export type Kind = "named" | "nsd" | "knotd";

interface Place {
  readonly folder: string;
  readonly address: string;
  readonly port: number;
  readonly zone: string;
}

/** How each kind is configured and started. */
const KINDS: Readonly<
  Record<Kind, { config(place: Place, signed: boolean): string; args: string[] }>
> = {
  named: {
    args: ["-g", "-n", "1", "-c"],
    config: ({ folder, address, port, zone }) => `
options {
  directory "${folder}"; pid-file "${folder}/pid"; session-keyfile "${folder}/session.key";
  listen-on port ${port} { ${address}; }; listen-on-v6 { none; };
  recursion no; allow-query { any; }; notify no; tcp-clients 200; dnssec-validation no;
};
controls { };
zone "${zone}" { type primary; file "zone"; check-names ignore; };
`,
  },
  nsd: {
    args: ["-d", "-c"],
    config: ({ folder, address, port, zone }) => `
server:
  ip-address: ${address}@${port}
  username: ""
  chroot: ""
  zonesdir: "${folder}"
  database: ""
  pidfile: "${folder}/pid"
  xfrdfile: "${folder}/xfrd.state"
  zonelistfile: "${folder}/zone.list"
  tcp-count: 200
  rrl-ratelimit: 0
remote-control:
  control-enable: no
zone:
  name: "${zone}"
  zonefile: "zone"
`,
  },
  knotd: {
    args: ["-c"],
    config: ({ folder, address, port, zone }, signed) => `
server:
  rundir: "${folder}"
  listen: ${address}@${port}
database:
  storage: "${folder}/db"
log:
  - target: stderr
    any: warning
zone:
  - domain: "${zone}"
    storage: "${folder}"
    file: "zone"
    zonefile-sync: -1
    zonefile-load: difference-no-serial
    journal-content: all
    dnssec-signing: ${signed ? "on" : "off"}
`,
  },
};

/** A real name server of one zone, on loopback. */
export class NameServer {
  readonly server: Server;
  readonly #place: Place;
  readonly #kind: Kind;
  #child: ChildProcess | undefined;
  #serial = 1;

  private constructor(kind: Kind, place: Place) {
    this.#kind = kind;
    this.#place = place;
    this.server = { name: `${kind} of ${place.zone}`, address: place.address, port: place.port };
  }

  /** @param folder a folder of its own, which is made */
  static async start(
    kind: Kind,
    { folder, address, port = 53 }: { folder: string; address: string; port?: number },
    text: ZoneText,
    signed = false,
  ): Promise<NameServer> {
    const place = { folder, address, port, zone: text.zone };
    const made = new NameServer(kind, place);
    mkdirSync(join(folder, "db"), { recursive: true });
    writeFileSync(join(folder, "zone"), zoneText(text, made.#serial));
    writeFileSync(join(folder, "conf"), KINDS[kind].config(place, signed));
    await made.up();
    return made;
  }

  /** Starts it, also after it was stopped. */
  async up(): Promise<void> {
    const { folder } = this.#place;
    this.#child = spawn(
      findPart(this.#kind as Part)!,
      [...KINDS[this.#kind].args, join(folder, "conf")],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    const log: string[] = [];
    this.#child.stderr!.on("data", (chunk) => log.push(String(chunk)));
    await this.#answers(this.#serial, log);
  }

  /** Gives it another zone, and waits until it answers from it. */
  async serve(text: ZoneText): Promise<void> {
    this.#serial += 1;
    writeFileSync(join(this.#place.folder, "zone"), zoneText(text, this.#serial));
    this.#child!.kill("SIGHUP");
    await this.#answers(this.#serial, []);
  }

  /** What its parent publishes of its key, where Knot signs the zone: `1 13 2 AB...`. */
  get ds(): string {
    const { folder, zone } = this.#place;
    const arguments_ = ["-c", join(folder, "conf"), zone, "ds"];
    const printed = execFileSync(findPart("keymgr")!, arguments_, { encoding: "utf8" });
    return /DS (\d+ \d+ 2 \S+)/.exec(printed)![1]!;
  }

  /** Key by which a resolver knows the zone, where Knot signs it. */
  get trustAnchor(): string {
    return `${this.#place.zone}. DS ${this.ds}`;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    await new Promise<void>((done) => {
      child.on("close", () => done());
      child.kill("SIGTERM");
    });
  }

  /** Waits until it answers from the zone that it was given last. */
  async #answers(serial: number, log: readonly string[]): Promise<void> {
    const asker = new Asker(300);
    try {
      for (let tried = 0; tried < 400; tried++) {
        if (this.#child?.exitCode != null) break;
        const answer = await asker
          .ask(this.server, { name: `_loaded.${this.#place.zone}`, type: "TXT" })
          .catch(() => undefined);
        if (answer?.records[0]?.value === String(serial)) return;
        await new Promise((done) => setTimeout(done, 25));
      }
    } finally {
      asker.close();
    }
    await this.stop();
    throw new Error(`${this.server.name} does not answer\n${log.join("")}`);
  }
}
