/** What a cluster says of itself. */
export interface About {
  readonly cluster_uuid: string;
  readonly version: { readonly number: string; readonly distribution?: string };
}

/** `Elasticsearch 7.10.2`. */
export function productOf({ version }: About): string {
  return `${isOpensearch(version) ? "OpenSearch" : "Elasticsearch"} ${version.number}`;
}

/**
 * What keeps one cluster from reading from the other: a newer one, an Elasticsearch that OpenSearch
 * does not come from. AWS has the same rule for its domains (Migrating indexes using remote reindex).
 */
export function versionProblems(source: About, target: About): string[] {
  const [from, to] = [rankOf(source), rankOf(target)];
  const said = `the source is ${productOf(source)}, the target ${productOf(target)}`;
  if (from === undefined || to === undefined) {
    return [`${said}: Elasticsearch 7.0 to 7.10 and OpenSearch are known; move by application`];
  }
  return from > to ? [`${said}: make the target as new as the source, or move by application`] : [];
}

/** Major versions in their order; Elasticsearch before any OpenSearch. */
function rankOf({ version }: About): number | undefined {
  const [major = 0, minor = 0] = version.number.split(".").map(Number);
  if (isOpensearch(version)) return 100 + major;
  return major === 7 && minor <= 10 ? major : undefined;
}

function isOpensearch({ distribution }: About["version"]): boolean {
  return distribution === "opensearch";
}
