import { HcpClient } from "./client.ts";
import { tokenOf } from "./credentials.ts";
import { network, trustedBy } from "./http.ts";

/** What one command needs to speak to HCP Terraform. */
export interface HcpWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly talk: (text: string) => void;
  /** Waits. Default: really. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/** The hosts that a command speaks to: one client each, over one network. */
export class Hcp {
  readonly #world: HcpWorld;
  #network: ReturnType<typeof network> | undefined;
  readonly #clients = new Map<string, HcpClient>();

  constructor(world: HcpWorld) {
    this.#world = world;
  }

  /**
   * The client of a host.
   *
   * @throws NoToken where there is no token for it
   */
  client(host: string): HcpClient {
    const known = this.#clients.get(host);
    if (known) return known;
    const { env, talk, pause = sleep } = this.#world;
    const token = tokenOf(host, env);
    this.#network ??= network(trustedBy(env));
    const client = new HcpClient({ host, token, send: this.#network, pause, talk });
    this.#clients.set(host, client);
    return client;
  }

  /** Closes connections. */
  close(): void {
    this.#network?.close();
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
