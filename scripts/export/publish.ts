import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HcpClient } from "../hcp/api/client.ts";
import { Hcp, type HcpWorld } from "../hcp/api/hcp.ts";
import type { Resource } from "../hcp/api/resource.ts";
import { packFolder } from "../hcp/runs/archive.ts";
import { git } from "../plan/git.ts";
import { type Exported, writeModules } from "./export.ts";
import { comparedSince } from "./since.ts";
import { TAG, tagBefore, versionOf, versionProblem } from "./version.ts";

/** Whose registry it is, and how it is reached. */
export interface Place extends HcpWorld {
  /** `app.terraform.io` */
  readonly host: string;
  readonly organization: string;
}

/** What became of a module. */
export interface Published {
  readonly module: string;
  readonly outcome: "published" | "was there";
}

/** The modules were not published. */
export class NotPublished extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotPublished";
  }
}

/** A module as the registry knows it. */
interface RegistryModule extends Resource {
  readonly attributes: {
    readonly "version-statuses"?: readonly { readonly version: string; readonly status: string }[];
  };
}

/** A version that waits for its files. */
interface NewVersion extends Resource {
  readonly links: { readonly upload: string };
}

/** How often the registry is asked whether it has taken a module in, and the pause between. */
const LOOKS = 90;
const PAUSE_MS = 2_000;

/**
 * Publishes modules as the version of a tag. Run again it sends only what is missing.
 *
 * @throws NotPublished before anything is sent, where the tag is not what is checked out or too small a
 * step after the one before
 */
export async function publishModules(
  root: string,
  tag: string,
  exported: readonly Exported[],
  place: Place,
): Promise<readonly Published[]> {
  const commit = await checkedTag(root, tag, exported);
  const folder = mkdtempSync(join(tmpdir(), "groundplan-modules-"));
  const hcp = new Hcp(place);
  try {
    writeModules(folder, exported);
    const client = hcp.client(place.host);
    const published: Published[] = [];
    for (const each of exported) {
      const version = { number: tag.slice(TAG.length), commit };
      const files = packFolder(join(folder, each.folder));
      const outcome = await publishOne(client, place.organization, each, version, files);
      published.push({ module: each.folder, outcome });
    }
    return published;
  } finally {
    hcp.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The commit of a tag that may be published. */
async function checkedTag(
  root: string,
  tag: string,
  exported: readonly Exported[],
): Promise<string> {
  if (!versionOf(tag)) {
    throw new NotPublished(`the tag must be like ${TAG}1.2.3, got ${tag}`);
  }
  const commit = await git(root, "rev-parse", "--verify", `${tag}^{commit}`);
  const head = await git(root, "rev-parse", "HEAD");
  if (head !== commit) {
    throw new NotPublished(`${tag} is ${commit}, and ${head} is checked out; check out the tag`);
  }
  const tags = (await git(root, "tag", "--list", `${TAG}*`)).split("\n");
  const before = tagBefore(tag, tags);
  if (before === undefined) return commit;
  const { step, problems } = await comparedSince(root, before, exported);
  const small = versionProblem(before, tag, step);
  const wrong = [...problems, ...(small ? [small] : [])];
  if (wrong.length > 0) throw new NotPublished(wrong.join("\n"));
  return commit;
}

async function publishOne(
  client: HcpClient,
  organization: string,
  { module, folder }: Exported,
  version: { readonly number: string; readonly commit: string },
  files: Buffer,
): Promise<Published["outcome"]> {
  const all = `organizations/${organization}/registry-modules`;
  const own = `${all}/private/${organization}/${module.name}/${module.cloud}`;
  const what = `${folder} ${version.number}`;
  const statusOf = (found: RegistryModule | undefined) =>
    found?.attributes["version-statuses"]?.find((each) => each.version === version.number)?.status;
  const found = await client.find<RegistryModule>(own, `read ${folder}`);
  if (statusOf(found) === "ok") return "was there";
  if (statusOf(found) !== undefined) {
    throw new NotPublished(
      `${what} was begun and is ${statusOf(found)}: delete that version in the registry and run this again`,
    );
  }
  if (!found) {
    const { name, cloud: provider } = module;
    const attributes = { name, provider, "registry-name": "private" };
    await client.post(all, `make ${folder}`, { data: { type: "registry-modules", attributes } });
  }
  const attributes = { version: version.number, "commit-sha": version.commit };
  const body = { data: { type: "registry-module-versions", attributes } };
  const made = await client.post<NewVersion>(`${own}/versions`, `make ${what}`, body);
  await client.upload(made.links.upload, `upload ${what}`, files);
  for (let look = 0; look < LOOKS; look++) {
    const status = statusOf(await client.get<RegistryModule>(own, `read ${folder}`));
    if (status === "ok") return "published";
    if (status?.endsWith("failed")) break;
    await client.pause(PAUSE_MS);
  }
  throw new NotPublished(
    `${what} was uploaded, and the registry did not take it in; look there why`,
  );
}
