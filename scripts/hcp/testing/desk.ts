import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../../stacks/manifest.ts";
import type { Json, StackTemplate } from "../../stacks/template.ts";
import { Interrupts } from "../../terraform/interrupts.ts";
import { RemoteStacks } from "../place.ts";
import type { Seat } from "../runs/seat.ts";
import type { StandIn } from "./stand-in.ts";

/** What a made-up stack consists of besides where its state lies. */
export interface StackBody {
  readonly resource?: Json;
  readonly data?: Json;
  readonly output?: Json;
}

/** One test's stacks on a made-up HCP Terraform, whose waiting takes no time. */
export class TestDesk {
  readonly said: string[] = [];
  readonly interrupts = new Interrupts((text) => this.said.push(text));
  readonly remote: RemoteStacks;
  readonly #hcp: StandIn;
  /** Milliseconds of every pause that was asked for. */
  readonly pauses: number[] = [];

  constructor(hcp: StandIn) {
    this.#hcp = hcp;
    const pause = (milliseconds: number) => {
      this.pauses.push(milliseconds);
      return new Promise<void>((resolve) => setTimeout(resolve, Math.min(20, milliseconds)));
    };
    const talk = (text: string) => this.said.push(text);
    this.remote = new RemoteStacks({ env: hcp.env, talk, pause }, this.interrupts);
  }

  /** Says something of a stack. */
  readonly say = (text: string): void => {
    this.said.push(text);
  };

  /** A synthesized stack; its workspace is not made. */
  stack(id: string, body: StackBody): Stack {
    const folder = join(this.#hcp.root, "synth", id);
    mkdirSync(folder, { recursive: true });
    const cloud = cloudOf(this.#hcp, id);
    const template: StackTemplate = { terraform: { cloud }, ...(body as StackTemplate) };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(template));
    return { id, environment: "dev", layer: "app", dependencies: [], folder, template };
  }

  /** Where a stack runs. */
  async seat(stack: Stack): Promise<Seat> {
    const seat = await this.remote.seatOf(stack);
    if (typeof seat !== "object") throw new Error(`no seat: ${seat}`);
    return seat;
  }
}

/** The `cloud` block of a stack. */
export function cloudOf({ host }: StandIn, id: string): Json {
  return {
    hostname: host,
    organization: "acme",
    workspaces: { name: `acme-${id}`, project: "dev" },
  };
}
