import { PublishFailed } from "./errors.ts";
/** What is known of a file that was published. */
export interface PublishedFile {
  /** SHA-256 of what is in it; empty where that is not sure. */
  readonly sha256: string;
  /** What browsers were told of it: type and cache. */
  readonly told: string;
  /** Since when no release has it, ISO 8601: an asset stays a while, for pages that are open somewhere. */
  readonly goneSince?: string;
}

/** What lies in the bucket, by path below the site's folder. */
export type Published = Readonly<Record<string, PublishedFile>>;

const VERSION = 1;

/** What is in a file that somebody was about to write or to delete: anything. */
const ANYTHING = "";

/** What is known while files at these paths are written and deleted. */
export function unsure(files: Published, paths: readonly string[]): Published {
  return {
    ...files,
    ...Object.fromEntries(paths.map((path) => [path, { sha256: ANYTHING, told: ANYTHING }])),
  };
}

/** Whether something else is in a file for sure. */
export function isOther(file: PublishedFile, old: PublishedFile | undefined): boolean {
  return old !== undefined && old.sha256 !== ANYTHING && old.sha256 !== file.sha256;
}

/** As it is kept beside the site: one file a line, in order. */
export function writePublished(files: Published): string {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version: VERSION, files: sorted }, null, 1)}\n`;
}

/** Reads it. Throws for what another program, or a later version of this one, wrote. */
export function readPublished(text: string): Published {
  const { version, files } = parsed(text);
  if (version !== VERSION || typeof files !== "object" || files === null) {
    throw new PublishFailed(
      `published.json has version ${version}, and this is version ${VERSION}; publish with the program that wrote it`,
    );
  }
  return files;
}

function parsed(text: string): { version?: number; files?: Published } {
  try {
    return JSON.parse(text);
  } catch {
    throw new PublishFailed(
      "published.json is no JSON: somebody else wrote it; delete it, and publish: every file is written anew",
    );
  }
}
