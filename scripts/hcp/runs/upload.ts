import type { PlanMode } from "../../plan/mode.ts";
import type { HcpClient } from "../api/client.ts";
import { HcpError } from "../api/errors.ts";
import type { ConfigurationVersion, Run, Workspace } from "../api/types.ts";
import { packFolder } from "./archive.ts";
import { EVERY_MS } from "./follow.ts";

/** What a run is made of. */
export interface RunWish {
  readonly client: HcpClient;
  readonly workspace: Workspace;
  /** Folder of the synthesized stack. */
  readonly folder: string;
  /** What the run says of itself. */
  readonly message: string;
  /** True for a run that can never be applied. */
  readonly speculative: boolean;
  /** What is planned. */
  readonly mode: PlanMode;
}

/**
 * Uploads a synthesized folder and makes a run of it. A run that is not speculative plans, and then
 * waits to be confirmed.
 */
export async function createRun(wish: RunWish): Promise<Run> {
  const { client, workspace, message, speculative, mode } = wish;
  const { name } = workspace.attributes;
  const version = await upload(wish);
  return client.post<Run>("runs", `start a run in workspace ${name}`, {
    data: {
      type: "runs",
      attributes: {
        message,
        "plan-only": speculative,
        "auto-apply": false,
        ...(mode === "destroy" && { "is-destroy": true }),
        ...(mode === "refresh-only" && { "refresh-only": true }),
      },
      relationships: {
        workspace: { data: { type: "workspaces", id: workspace.id } },
        "configuration-version": { data: { type: "configuration-versions", id: version } },
      },
    },
  });
}

async function upload({ client, workspace, folder, speculative }: RunWish): Promise<string> {
  const bytes = packFolder(folder);
  const what = `upload to workspace ${workspace.attributes.name}`;
  const attributes = { "auto-queue-runs": false, speculative };
  const made = await client.post<ConfigurationVersion>(
    `workspaces/${workspace.id}/configuration-versions`,
    what,
    { data: { type: "configuration-versions", attributes } },
  );
  await client.upload(String(made.attributes["upload-url"]), what, bytes);
  for (let look = 1; ; look++) {
    const { attributes } = await client.get<ConfigurationVersion>(
      `configuration-versions/${made.id}`,
      what,
    );
    if (attributes.status === "uploaded") return made.id;
    if (attributes.status === "errored" || attributes.status === "archived") {
      const why = attributes["error-message"] ?? attributes.status;
      throw new HcpError("invalid", `${client.host}: cannot ${what}: ${why}`);
    }
    await client.pause(Math.min(EVERY_MS, 200 * look));
  }
}
