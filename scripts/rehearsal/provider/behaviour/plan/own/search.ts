import type { Own } from "./own.ts";

/** What the service upgrades in place: from versions, to versions, always to a later one. */
const UPGRADES: readonly (readonly [from: RegExp, to: RegExp])[] = [
  [/^OpenSearch_(2\.19|3\.\d+)$/, /^OpenSearch_3\./],
  [/^OpenSearch_(1\.3|2\.\d+)$/, /^OpenSearch_2\./],
  [/^OpenSearch_1\./, /^OpenSearch_1\./],
  [/^Elasticsearch_(6\.8|7\.\d+)$/, /^(Elasticsearch_7|OpenSearch_1)\./],
  [/^Elasticsearch_(5\.6|6\.\d+)$/, /^Elasticsearch_6\./],
  [/^Elasticsearch_5\./, /^Elasticsearch_5\./],
];

/**
 * A version that the service does not upgrade to is a new domain, an earlier one always: the provider
 * asks the service while it plans.
 *
 * Source: terraform-provider-aws, internal/service/opensearch/domain.go, CustomizeDiff;
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/version-migration.html
 */
export const searchDomain: Own = {
  wish({ prior, proposed, force }) {
    const [from, to] = [prior?.["engine_version"], proposed["engine_version"]];
    if (typeof from === "string" && typeof to === "string" && !isUpgrade(from, to)) {
      force("engine_version");
    }
    return proposed;
  },
};

function isUpgrade(from: string, to: string): boolean {
  const [engine, version = ""] = from.split("_");
  const [other, later = ""] = to.split("_");
  const isLater = engine !== other || version.localeCompare(later, "en", { numeric: true }) < 0;
  return isLater && UPGRADES.some((upgrade) => upgrade[0].test(from) && upgrade[1].test(to));
}
