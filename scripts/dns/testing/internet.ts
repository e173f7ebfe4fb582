import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPart } from "../../parts/parts.ts";
import type { Server } from "../wire/server.ts";
import { NameServer } from "./name-server.ts";
import { NEW_SERVER, OLD_SERVER, type Scene } from "./scene.ts";

/** Seconds that resolvers keep anything here. */
const CACHE_SECONDS = 1;

/** What lies above and before a zone: a signed parent, and a resolver that validates. */
export class Internet {
  readonly parent: NameServer;
  readonly resolver: Server;
  readonly #scene: Scene;

  private constructor(scene: Scene, parent: NameServer, resolver: Server) {
    this.#scene = scene;
    this.parent = parent;
    this.resolver = resolver;
  }

  /** Starts them for a scene on port 53, whose zone the parent delegates to the old side. */
  static async start(scene: Scene, ds: readonly string[] = []): Promise<Internet> {
    const [, , parentAddress = "", resolverAddress = ""] = scene.addresses;
    const place = { folder: join(scene.temporary, "parent"), address: parentAddress };
    const parent = await NameServer.start("knotd", place, parentZone(scene, OLD_SERVER, ds), true);
    scene.ending(() => parent.stop());
    const folder = join(scene.temporary, "resolver");
    const resolver = { name: resolverAddress, address: resolverAddress, port: 53 };
    mkdirSync(folder);
    writeFileSync(join(folder, "anchor"), `${parent.trustAnchor}\n`);
    writeFileSync(join(folder, "conf"), unboundConf(folder, resolverAddress, parentAddress));
    const child = spawn(findPart("unbound")!, ["-d", "-c", join(folder, "conf")], {
      stdio: "ignore",
    });
    scene.ending(() => stopped(child));
    const internet = new Internet(scene, parent, resolver);
    await internet.#resolves();
    const { servers, ...decisions } = scene.folder.decisions;
    scene.folder.saveDecisions({
      ...decisions,
      resolvers: [resolverAddress],
      servers: { ...servers, parent: [parentAddress] },
    });
    return internet;
  }

  /** What somebody does at the registrar. */
  async delegate(
    to: typeof OLD_SERVER | typeof NEW_SERVER,
    ds: readonly string[] = [],
  ): Promise<void> {
    await this.parent.serve(parentZone(this.#scene, to, ds));
  }

  async #resolves(): Promise<void> {
    const { dns, before } = this.#scene;
    for (let tried = 0; tried < 100; tried++) {
      const answer = await dns
        .ask(this.resolver, { name: before.zone, type: "SOA" }, { recursion: true })
        .catch(() => undefined);
      if (answer?.code === "NOERROR") return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error("the resolver does not resolve");
  }
}

function parentZone({ addresses, before }: Scene, server: string, ds: readonly string[]) {
  const [oldAddress = "", newAddress = "", parentAddress = ""] = addresses;
  return {
    zone: "test",
    nameServers: { "ns.test": parentAddress },
    nsTtlSeconds: CACHE_SECONDS,
    lines: [
      `${OLD_SERVER}. ${CACHE_SECONDS} A ${oldAddress}`,
      `${NEW_SERVER}. ${CACHE_SECONDS} A ${newAddress}`,
      `${before.zone}. ${CACHE_SECONDS} NS ${server}.`,
      ...ds.map((each) => `${before.zone}. ${CACHE_SECONDS} DS ${each}`),
    ],
  };
}

function unboundConf(folder: string, address: string, parent: string): string {
  return `
server:
  interface: ${address}
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: "${folder}/pid"
  use-syslog: no
  do-not-query-localhost: no
  access-control: 127.0.0.0/8 allow
  local-zone: "test." nodefault
  trust-anchor-file: "${folder}/anchor"
  cache-max-ttl: ${CACHE_SECONDS}
  cache-max-negative-ttl: ${CACHE_SECONDS}
  infra-host-ttl: 1
  outgoing-interface: ${address}
stub-zone:
  name: "test."
  stub-addr: ${parent}
remote-control:
  control-enable: no
`;
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null) return done();
    child.on("close", () => done());
    child.kill("SIGTERM");
  });
}
