import type { Stack } from "../stacks/manifest.ts";
import { ownState, readState, remoteStates, resourcesOf } from "../stacks/template.ts";
import type { Attributes, OldThing } from "./old-state.ts";

/** One thing that our stacks make, or would take over. */
export interface Wanted {
  /** What people call it: `<stack> <address>`. */
  readonly key: string;
  readonly stack: string;
  readonly environment: string;
  readonly address: string;
  readonly type: string;
  readonly config: Attributes;
}

/** A value that nobody knows before Terraform does. */
export const UNKNOWN: unique symbol = Symbol("unknown");

const WHOLE = /^\$\{([\w.-]+)\}$/;
const INSIDE = /\$\{([\w.-]+)\}/g;

/**
 * What our stacks want, with values as far as they can be known: literals, what follows from them over
 * references and contracts, and what the things have that stand for it already.
 */
export class Estate {
  readonly wanted: readonly Wanted[];
  readonly #stacks: ReadonlyMap<string, Stack>;
  readonly #byState: ReadonlyMap<string, string>;
  readonly #byKey: ReadonlyMap<string, Wanted>;
  /** What stands for a wanted thing, by its key. */
  readonly #found = new Map<string, OldThing>();

  constructor(stacks: readonly Stack[]) {
    this.#stacks = new Map(stacks.map((stack) => [stack.id, stack]));
    this.#byState = new Map(stacks.map(({ id, template }) => [ownState(template), id]));
    this.wanted = stacks.flatMap(({ id, environment, template }) =>
      resourcesOf(template).map(({ address, type, body }) => ({
        ...{ key: `${id} ${address}`, stack: id, environment, address, type, config: body },
      })),
    );
    this.#byKey = new Map(this.wanted.map((each) => [each.key, each]));
  }

  /** The wanted thing of a name. */
  get(key: string): Wanted | undefined {
    return this.#byKey.get(key);
  }

  /** Says what stands for a wanted thing: others that refer to it are known better from now on. */
  found(wanted: Wanted, thing: OldThing): void {
    this.#found.set(wanted.key, thing);
  }

  /** Its arguments, each with its value or `UNKNOWN`; where its provider stands counts as said. */
  valuesOf({ stack, type, config }: Wanted): Attributes {
    const values = this.#settle(stack, config) as Record<string, unknown>;
    if (type.startsWith("google_") && !("project" in values) && !isWorldwide(type)) {
      values["project"] = this.providerOf(stack, "google")["project"];
    }
    return values;
  }

  /** What a stack's provider is configured with. */
  providerOf(stack: string, cloud: string): Attributes {
    const blocks = this.#stacks.get(stack)?.template.provider?.[cloud] ?? {};
    return (Array.isArray(blocks) ? blocks[0] : blocks) ?? {};
  }

  #settle(stack: string, value: unknown): unknown {
    if (typeof value === "string") return this.#text(stack, value);
    if (Array.isArray(value)) return value.map((each) => this.#settle(stack, each));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, this.#settle(stack, inner)]),
    );
  }

  #text(stack: string, text: string): unknown {
    const whole = WHOLE.exec(text);
    if (whole) return this.#refer(stack, whole[1]!);
    let isKnown = true;
    const filled = text.replace(INSIDE, (_all, path) => {
      const value = this.#refer(stack, path);
      isKnown &&= value !== UNKNOWN;
      return String(value);
    });
    return isKnown && !filled.includes("${") ? filled : UNKNOWN;
  }

  /** The value of `google_service_account.host.member`, or of an output of another stack. */
  #refer(stack: string, path: string): unknown {
    const [type = "", name = "", ...rest] = path.split(".");
    if (type === "data") return this.#readFrom(stack, name, rest);
    const wanted = this.#byKey.get(`${stack} ${type}.${name}`);
    const attribute = rest[0];
    if (!wanted || attribute === undefined || rest.length > 1) return UNKNOWN;
    const stands = this.#found.get(wanted.key)?.attributes[attribute];
    if (stands !== undefined && stands !== null) return stands;
    return attribute in wanted.config ? this.#settle(stack, wanted.config[attribute]) : UNKNOWN;
  }

  /** `data.terraform_remote_state.<name>.outputs.<output>` */
  #readFrom(stack: string, type: string, [name, kind, output]: readonly string[]): unknown {
    if (type !== "terraform_remote_state" || kind !== "outputs" || !output) return UNKNOWN;
    const template = this.#stacks.get(stack)!.template;
    const read = remoteStates(template).find((each) => each.name === name);
    const producer = this.#byState.get(read ? readState(read.body) : "");
    if (producer === undefined) return UNKNOWN;
    const outputs = this.#stacks.get(producer)!.template.output ?? {};
    return output in outputs ? this.#settle(producer, outputs[output]!["value"]) : UNKNOWN;
  }
}

/** Buckets and grants on them stand in no project of their own as far as their names go. */
function isWorldwide(type: string): boolean {
  return /^google_(storage_bucket|service_account_iam|secret_manager_secret_iam)/.test(type);
}
