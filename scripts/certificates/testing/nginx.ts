import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { findPart } from "../../parts/parts.ts";
import { freePort } from "../../parts/ports.ts";
import type { Machine } from "./machine.ts";

/** An application that answers at once, but for `/slow`: that is answered in two parts. */
class Application {
  /** Resolves with what sends the second part, once somebody has got the first. */
  readonly slowAnswer: Promise<() => void>;
  private readonly server: Server;

  constructor() {
    let begun: (finish: () => void) => void;
    this.slowAnswer = new Promise((done) => {
      begun = done;
    });
    this.server = createServer(({ url }, response) => {
      if (url !== "/slow") return response.end("ok");
      return response.write("begun", () => begun(() => response.end(", ended")));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** nginx with the machine's own settings for it, before an application. */
export class Nginx {
  readonly port: number;
  readonly application = new Application();
  private child: ChildProcess | undefined;

  private constructor(port: number) {
    this.port = port;
  }

  static async start(machine: Machine): Promise<Nginx> {
    const nginx = new Nginx(await freePort());
    const { folder } = machine;
    const settings = machine.proxySettings(nginx.port, await nginx.application.start());
    const config = join(folder, "nginx.conf");
    writeFileSync(config, mainSettings(folder, settings));
    nginx.child = spawn(
      findPart("nginx")!,
      ["-p", folder, "-e", join(folder, "nginx.log"), "-c", config],
      { stdio: "ignore" },
    );
    for (let left = 200; !existsSync(join(folder, "nginx.pid")); left--) {
      if (left === 0 || nginx.child.exitCode !== null) {
        await nginx.stop();
        throw new Error("nginx did not start");
      }
      await new Promise((done) => setTimeout(done, 50));
    }
    return nginx;
  }

  async stop(): Promise<void> {
    this.application.stop();
    const { child } = this;
    if (!child || child.exitCode !== null) return;
    await new Promise((done) => child.on("close", done).kill("SIGTERM"));
  }
}

/** What a container's image brings along, with every path below the folder. */
function mainSettings(folder: string, server: string): string {
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const temporary = kinds.map((kind) => `  ${kind}_temp_path ${folder}/nginx-${kind};`);
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events {}
http {
  access_log off;
${temporary.join("\n")}
${server}
}
`;
}
