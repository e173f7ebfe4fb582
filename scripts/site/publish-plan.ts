import { ReleaseRefused } from "./errors.ts";
import { type FileKind, isAssetPath, kindOf } from "./file-kind.ts";
import { invalidationsOf } from "./invalidations.ts";
import { isOther, type Published, type PublishedFile } from "./published.ts";

/** A file of a release. */
export interface SiteFile {
  /** Path below the site's folder, with slashes: `about/index.html`. */
  readonly path: string;
  /** SHA-256 of what is in it. */
  readonly sha256: string;
}

/** A file that is to be written. */
export interface Upload extends FileKind {
  readonly path: string;
}

/** What publishing does, in this order. */
export interface PublishPlan {
  /** Written first: pages name them. */
  readonly assets: readonly Upload[];
  /** Then all that is not a page. */
  readonly others: readonly Upload[];
  /** Pages, which make visitors see the release. */
  readonly pages: readonly Upload[];
  /** Deleted after that. */
  readonly deletes: readonly string[];
  /** Paths that edges forget, last of all: as visitors ask, and as edges keep them. */
  readonly invalidations: readonly string[];
  /** What is then in the bucket. */
  readonly published: Published;
}

/** What a release is, and how it is told. */
export interface Release {
  readonly files: readonly SiteFile[];
  /** Paths of assets: `/assets/*`. */
  readonly assets: readonly string[];
  /** Types by ending, beside those that are known. Default: none. */
  readonly types?: Readonly<Record<string, string>>;
  /** Days that an asset stays which no release has any more. */
  readonly keepDays: number;
  readonly now: Date;
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * What is to be done so that the site is this release.
 *
 * @param before what lies there
 * @param everything writes what seems to be there as well
 * @throws ReleaseRefused with all that is wrong
 */
export function planRelease(release: Release, before: Published, everything = false): PublishPlan {
  const { files, assets, types } = release;
  const kinds = new Map(files.map(({ path }) => [path, kindOf(path, assets, types)] as const));
  refuse(files, kinds, before);
  const now = new Map(
    files.map(({ path, sha256 }) => [path, { sha256, told: toldOf(kinds.get(path)!) }] as const),
  );
  const changed = [...now].filter(([path, file]) => everything || !isSame(file, before[path]));
  const uploads = changed.map(([path]) => ({ path, ...kinds.get(path)! })).sort(byPath);
  const { deletes, staying } = goneFiles(release, before, now);
  const overwritten = uploads
    .map(({ path }) => path)
    .filter((path) => everything || before[path] !== undefined);
  return {
    assets: uploads.filter(({ isAsset }) => isAsset),
    others: uploads.filter((each) => !each.isAsset && !isPage(each)),
    pages: uploads.filter((each) => !each.isAsset && isPage(each)).sort(homeLast),
    deletes,
    invalidations: invalidationsOf([...overwritten, ...deletes]),
    published: { ...staying, ...Object.fromEntries(now) },
  };
}

/** Everything that is wrong with a release. */
function refuse(
  files: readonly SiteFile[],
  kinds: ReadonlyMap<string, FileKind | undefined>,
  before: Published,
): void {
  const index = files.some(({ path }) => path === "index.html")
    ? []
    : ["there is no index.html; name the folder that the build writes"];
  const unknown = files
    .filter(({ path }) => kinds.get(path) === undefined)
    .map(({ path }) => `${path}: browsers are told no type of it; say --type <ending>=<type>`);
  const overwritten = files
    .filter(({ path, sha256 }) => {
      return kinds.get(path)?.isAsset && isOther({ sha256, told: "" }, before[path]);
    })
    .map(
      ({ path }) =>
        `${path}: browsers keep it for a year, and there is something else in it now; put a hash into its name, or take its path out of assets`,
    );
  const problems = [...index, ...unknown.sort(), ...overwritten.sort()];
  if (problems.length > 0) throw new ReleaseRefused(problems);
}

/** Pages go at once; assets when no page that is still open can ask for them. */
function goneFiles(
  { assets, keepDays, now }: Release,
  before: Published,
  after: ReadonlyMap<string, PublishedFile>,
): { deletes: string[]; staying: Published } {
  const deletes: string[] = [];
  const staying: Record<string, PublishedFile> = {};
  for (const path of Object.keys(before).sort()) {
    if (after.has(path)) continue;
    const since = before[path]!.goneSince ?? now.toISOString();
    const isOver = now.getTime() - Date.parse(since) >= keepDays * DAY;
    if (!isAssetPath(path, assets) || isOver) deletes.push(path);
    else staying[path] = { ...before[path]!, goneSince: since };
  }
  return { deletes, staying };
}

function isSame(file: PublishedFile, old: PublishedFile | undefined): boolean {
  return file.sha256 === old?.sha256 && file.told === old.told;
}

function toldOf({ contentType, cacheControl }: FileKind): string {
  return `${contentType}; ${cacheControl}`;
}

function isPage({ contentType }: FileKind): boolean {
  return contentType.startsWith("text/html");
}

function byPath(a: Upload, b: Upload): number {
  return a.path < b.path ? -1 : 1;
}

/** The front page is the last: it leads to the others. */
function homeLast(a: Upload, b: Upload): number {
  return Number(a.path === "index.html") - Number(b.path === "index.html") || byPath(a, b);
}
