import { type ChannelCredentials, Client, type ServiceError, status } from "@grpc/grpc-js";
import { decodeValue, encodeValue } from "../../provider/cty/codec.ts";
import type { Path } from "../../provider/cty/path.ts";
import { type Fields, isFields } from "../../provider/cty/value.ts";
import { type Diagnostic, ERROR, type WireValue } from "../../provider/protocol/messages.ts";
import type { Block } from "../../provider/schema/schema.ts";
import { typeOfBlock } from "../../provider/schema/type-of.ts";
import type { Protocol } from "./launch.ts";
import { type ProviderSchemas, readSchemas } from "./schemas.ts";
import { methodOf } from "./service.ts";

/** No answer came: in time, or at all because the program ended. */
export class Unanswered extends Error {
  readonly why: "late" | "gone" | "refused";

  constructor({ code, details }: ServiceError) {
    super(details);
    this.name = "Unanswered";
    this.why =
      code === status.DEADLINE_EXCEEDED
        ? "late"
        : code === status.UNAVAILABLE || code === status.CANCELLED
          ? "gone"
          : "refused";
  }
}

/** What is planned from what. */
export interface PlanQuestion {
  /** Undefined for something that does not exist yet. */
  readonly prior: Fields | undefined;
  readonly proposed: Fields;
  readonly config: Fields;
  /** What the provider gave with the prior state; it keeps timeouts there. */
  readonly private?: Uint8Array;
}

/** What a provider answers when asked for a plan. */
export interface PlanAnswer {
  /** Undefined when it refuses. */
  readonly planned: Fields | undefined;
  readonly replace: readonly Path[];
  /** Errors alone; warnings do not change a plan. */
  readonly problems: readonly Diagnostic[];
  /** Built on the SDK that knows no null? */
  readonly legacy: boolean;
}

interface PlanReply {
  readonly planned_state: WireValue | null;
  readonly requires_replace: readonly { readonly steps: Path }[];
  readonly diagnostics: readonly Diagnostic[];
  readonly legacy_type_system: boolean;
}

/** Asks a provider, ours or a real one, what Terraform would ask it. */
export class ProviderClient {
  readonly #client: Client;
  readonly #protocol: Protocol;
  /** How long an answer may take. */
  readonly #deadlineMs: number;

  constructor(
    target: string,
    protocol: Protocol,
    credentials: ChannelCredentials,
    deadlineMs = 2_000,
  ) {
    this.#client = new Client(target, credentials, {
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
    this.#protocol = protocol;
    this.#deadlineMs = deadlineMs;
  }

  /** Everything that the provider accepts. */
  async schemas(): Promise<ProviderSchemas> {
    return readSchemas(await this.#call("GetProviderSchema", {}, 120_000));
  }

  /** Configures the provider; the result is what it has against the configuration. */
  async configure(block: Block, config: Fields): Promise<readonly Diagnostic[]> {
    const request = { terraform_version: "1.11.4", config: write(config, block) };
    const { diagnostics } = await this.#call<PlanReply>("ConfigureProvider", request, 60_000);
    return errorsOf(diagnostics);
  }

  /** What the provider has against these arguments. */
  async validate(type: string, block: Block, config: Fields): Promise<readonly Diagnostic[]> {
    const client_capabilities = { write_only_attributes_allowed: true };
    const request = { type_name: type, config: write(config, block), client_capabilities };
    const { diagnostics } = await this.#call<PlanReply>("ValidateResourceConfig", request);
    return errorsOf(diagnostics);
  }

  async plan(type: string, block: Block, question: PlanQuestion): Promise<PlanAnswer> {
    const reply = await this.#call<PlanReply>("PlanResourceChange", {
      type_name: type,
      prior_state: write(question.prior, block),
      proposed_new_state: write(question.proposed, block),
      config: write(question.config, block),
      prior_private: question.private ?? new Uint8Array(0),
    });
    const problems = errorsOf(reply.diagnostics);
    return {
      planned: problems.length > 0 ? undefined : read(reply.planned_state, block),
      replace: (reply.requires_replace ?? []).map(({ steps }) => steps),
      problems,
      legacy: reply.legacy_type_system,
    };
  }

  close(): void {
    this.#client.close();
  }

  #call<Reply>(name: string, request: object, deadlineMs = this.#deadlineMs): Promise<Reply> {
    const { path, requestSerialize, responseDeserialize } = methodOf(name, this.#protocol);
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest<object, Reply>(
        path,
        requestSerialize,
        responseDeserialize as (bytes: Buffer) => Reply,
        request,
        { deadline: Date.now() + deadlineMs },
        (error, reply) => (error ? reject(new Unanswered(error)) : resolve(reply!)),
      );
    });
  }
}

function errorsOf(diagnostics: readonly Diagnostic[] | undefined): readonly Diagnostic[] {
  return (diagnostics ?? []).filter(({ severity }) => severity === ERROR);
}

function write(value: Fields | undefined, block: Block): WireValue {
  return { msgpack: Buffer.from(encodeValue(value ?? null, typeOfBlock(block))) };
}

function read(value: WireValue | null, block: Block): Fields | undefined {
  if (!value || value.msgpack.length === 0) return undefined;
  const decoded = decodeValue(value.msgpack, typeOfBlock(block));
  return isFields(decoded) ? decoded : undefined;
}
