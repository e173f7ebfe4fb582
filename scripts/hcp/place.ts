import type { Planned, PlanStackOptions } from "../plan/planning.ts";
import type { Stack } from "../stacks/manifest.ts";
import type { Interrupts } from "../terraform/interrupts.ts";
import { NoToken } from "./api/credentials.ts";
import { HcpError } from "./api/errors.ts";
import { Hcp, type HcpWorld } from "./api/hcp.ts";
import { applyRemotely } from "./runs/apply-run.ts";
import { planRemotely } from "./runs/plan-run.ts";
import type { RemoteApplied, RemoteApplyOptions } from "./runs/remote-apply.ts";
import type { Seat } from "./runs/seat.ts";
import { readWorkspace } from "./runs/turn.ts";
import { pageOf, workspaceOf } from "./workspace-of.ts";

/** What a place gets where HCP Terraform runs a stack. */
export interface RemotePlace {
  readonly planner: (options: PlanStackOptions) => Promise<Planned>;
  readonly applier: (options: Omit<RemoteApplyOptions, "seat">) => Promise<RemoteApplied>;
}

/** How the stacks of one command run on HCP Terraform. */
export class RemoteStacks {
  readonly #hcp: Hcp;
  readonly #interrupts: Interrupts;
  readonly #seats = new Map<string, Promise<Seat | string | undefined>>();

  constructor(world: HcpWorld, interrupts: Interrupts) {
    this.#hcp = new Hcp(world);
    this.#interrupts = interrupts;
  }

  /**
   * Where a stack runs. Each workspace is read once.
   *
   * @returns nothing where Terraform runs here: the state lies elsewhere, or the workspace only keeps
   * it; a sentence where that cannot be found out
   */
  seatOf(
    stack: Pick<Stack, "id" | "environment" | "template">,
  ): Promise<Seat | string | undefined> {
    const known = this.#seats.get(stack.id);
    if (known) return known;
    const seat = this.#look(stack);
    this.#seats.set(stack.id, seat);
    return seat;
  }

  /** How the stacks are planned that HCP Terraform runs. The others have no entry. */
  async planners(stacks: readonly Stack[]): Promise<Map<string, RemotePlace>> {
    const places = await Promise.all(
      stacks.map(async (stack) => [stack.id, await this.#placeOf(stack)] as const),
    );
    return new Map(places.flatMap(([id, place]) => (place ? [[id, place] as const] : [])));
  }

  /** Closes connections. */
  close(): void {
    this.#hcp.close();
  }

  async #placeOf(stack: Stack): Promise<RemotePlace | undefined> {
    const seat = await this.seatOf(stack);
    if (seat === undefined) return undefined;
    if (typeof seat === "string") return nowhere(seat);
    return {
      planner: (options) => planRemotely(options, seat),
      applier: (options) => applyRemotely({ ...options, seat }),
    };
  }

  async #look({
    environment,
    template,
  }: Pick<Stack, "environment" | "template">): Promise<Seat | string | undefined> {
    const place = workspaceOf(template);
    if (!place) return undefined;
    try {
      const client = this.#hcp.client(place.host);
      const workspace = await readWorkspace(client, place);
      if (workspace.attributes["execution-mode"] === "local") return undefined;
      return { client, place, workspace, interrupts: this.#interrupts };
    } catch (error) {
      if (error instanceof NoToken) return error.message;
      if (!(error instanceof HcpError)) throw error;
      const make = `; make it with "infra hcp sync ${environment}" (${pageOf(place)})`;
      return `${error.message}${error.refusal === "missing" ? make : ""}`;
    }
  }
}

/** The place of a stack of which it cannot be found out where it runs. */
function nowhere(text: string): RemotePlace {
  return {
    planner: async () => ({ result: "failed", problems: [{ text }], warnings: [] }),
    applier: async () => ({ result: "waiting", problems: [text], findings: [] }),
  };
}
