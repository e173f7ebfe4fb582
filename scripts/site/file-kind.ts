/** What browsers and edges are told of a file. */
export interface FileKind {
  readonly contentType: string;
  readonly cacheControl: string;
  /** Whether its name changes with what is in it, so that it is kept for ever. */
  readonly isAsset: boolean;
}

/** A year, and no question in between. */
const KEPT = "public, max-age=31536000, immutable";

/** Asked for each time; an edge may keep it as long as the site says, as publishing takes it away there. */
const ASKED = "public, max-age=0, must-revalidate";

/** Types by ending. A file whose type a browser does not know is a download, or refused as a script. */
const TYPES: Readonly<Record<string, string>> = {
  avif: "image/avif",
  css: "text/css; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  gif: "image/gif",
  html: "text/html; charset=utf-8",
  ico: "image/vnd.microsoft.icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  md: "text/markdown; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  ogg: "audio/ogg",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  ttf: "font/ttf",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webm: "video/webm",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff: "font/woff",
  woff2: "font/woff2",
  xml: "application/xml",
  zip: "application/zip",
};

/** Files that apps are associated by, which have no ending (RFC 8615 has the folder). */
const WELL_KNOWN = /^\.well-known\//;

/**
 * The kind of a file, by its path below the site's folder; nothing where its type is not known.
 *
 * @param assets paths such as `/assets/*`
 * @param types types by ending, before those that are known here
 */
export function kindOf(
  path: string,
  assets: readonly string[],
  types: Readonly<Record<string, string>> = {},
): FileKind | undefined {
  const ending = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const contentType =
    types[ending] ??
    TYPES[ending] ??
    (WELL_KNOWN.test(path) && ending === "" ? "application/json" : undefined);
  if (contentType === undefined) return undefined;
  const isAsset = isAssetPath(path, assets);
  return { contentType, isAsset, cacheControl: isAsset ? KEPT : ASKED };
}

/** True for a path that one of the patterns means: `*` is any text, `?` one character, as at CloudFront. */
export function isAssetPath(path: string, assets: readonly string[]): boolean {
  return assets.some((pattern) => {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(`/${path}`);
  });
}
