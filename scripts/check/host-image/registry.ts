import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Repository } from "./agent-repository.ts";

/** The registries that an image is built from, on loopback: what they hand out was fetched before. */
export class LocalRegistries {
  readonly #server: Server;
  /** Address without a slash at its end. */
  readonly url: string;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /**
   * Serves `/debian/`, `/wheels/` and `/google/`.
   *
   * @param base holds packages/ and wheels/
   */
  static async start(base: string, google: Repository): Promise<LocalRegistries> {
    const server = createServer((request, response) => {
      const [, registry = "", ...rest] = decodeURIComponent(request.url!).split("/");
      const path = rest.join("/");
      const folder = { debian: "packages", wheels: "wheels" }[registry];
      const made = registry === "google" ? google[path] : undefined;
      if (made) return void response.end(made);
      const file = folder ? join(base, folder, path) : "";
      if (registry === "wheels" && path === "") {
        return void response.setHeader("content-type", "text/html").end(linksTo(file));
      }
      if (!folder || !existsSync(file)) return void response.writeHead(404).end();
      response.setHeader("content-length", statSync(file).size);
      createReadStream(file).pipe(response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return new LocalRegistries(server);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** A page that pip looks for files on. */
function linksTo(folder: string): string {
  return readdirSync(folder)
    .map((name) => `<a href="${name}">${name}</a>`)
    .join("\n");
}
