import type { Fields } from "../../provider/cty/value.ts";
import type { Diagnostic } from "../../provider/protocol/messages.ts";
import type { Block } from "../../provider/schema/schema.ts";
import { type PlanAnswer, type PlanQuestion, ProviderClient, Unanswered } from "./client.ts";
import { type Launched, launch } from "./launch.ts";
import type { ProviderSchemas } from "./schemas.ts";
import { OFFLINE, settingsFor } from "./settings.ts";

/** What a question needs of a provider; a `Session` or ours. */
export interface Asked {
  plan(type: string, block: Block, question: PlanQuestion): Promise<PlanAnswer>;
  validate(type: string, block: Block, config: Fields): Promise<readonly Diagnostic[]>;
}

/** A real provider that is started again when it panics, as some do on what nobody writes. */
export class Session implements Asked {
  readonly schemas: ProviderSchemas;
  readonly #binary: string;
  readonly #name: string;
  #running: { readonly launched: Launched; readonly client: ProviderClient };
  #restarting: Promise<void> | undefined;
  /** How often the program ended by itself. */
  crashes = 0;

  private constructor(
    binary: string,
    name: string,
    schemas: ProviderSchemas,
    running: { launched: Launched; client: ProviderClient },
  ) {
    this.#binary = binary;
    this.#name = name;
    this.schemas = schemas;
    this.#running = running;
  }

  /** @param name of the provider, as in `terraform-provider-<name>` */
  static async open(binary: string, name: string): Promise<Session> {
    const running = await start(binary);
    const schemas = await running.client.schemas();
    const session = new Session(binary, name, schemas, running);
    await session.#configure();
    return session;
  }

  plan(type: string, block: Block, question: PlanQuestion): Promise<PlanAnswer> {
    return this.#ask((client) => client.plan(type, block, question));
  }

  validate(type: string, block: Block, config: Fields): Promise<readonly Diagnostic[]> {
    return this.#ask((client) => client.validate(type, block, config));
  }

  close(): void {
    this.#running.client.close();
    this.#running.launched.stop();
  }

  /** Asks; when the program ends over it, starts it again and lets the question fail. */
  async #ask<Answer>(question: (client: ProviderClient) => Promise<Answer>): Promise<Answer> {
    await this.#restarting;
    const asked = this.#running;
    try {
      return await question(asked.client);
    } catch (error) {
      if (error instanceof Unanswered && error.why === "gone") {
        this.#restarting ??= this.#restart(asked.client).finally(() => {
          this.#restarting = undefined;
        });
        await this.#restarting;
      }
      throw error;
    }
  }

  async #restart(dead: ProviderClient): Promise<void> {
    // Many questions may fail together, and the first of them has started it again.
    if (dead !== this.#running.client) return;
    this.crashes += 1;
    this.close();
    this.#running = await start(this.#binary);
    await this.#configure();
  }

  async #configure(): Promise<void> {
    const { block } = this.schemas.provider;
    const problems = await this.#running.client.configure(block, settingsFor(this.#name, block));
    if (problems.length === 0) return;
    const said = problems.map(({ summary, detail }) => `${summary} ${detail ?? ""}`).join("\n");
    throw new Error(`${this.#binary} cannot be configured without network: ${said}`);
  }
}

async function start(binary: string): Promise<{ launched: Launched; client: ProviderClient }> {
  const launched = await launch(binary, OFFLINE);
  const { target, protocol, credentials } = launched;
  return { launched, client: new ProviderClient(target, protocol, credentials) };
}
