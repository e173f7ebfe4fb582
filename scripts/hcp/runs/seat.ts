import type { Interrupts } from "../../terraform/interrupts.ts";
import type { HcpClient } from "../api/client.ts";
import type { Workspace } from "../api/types.ts";
import type { WorkspacePlace } from "../workspace-of.ts";

/** Where a stack runs: its workspace, and who is asked. */
export interface Seat {
  readonly client: HcpClient;
  readonly place: WorkspacePlace;
  readonly workspace: Workspace;
  readonly interrupts: Interrupts;
}
