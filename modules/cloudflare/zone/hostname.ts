import { type Finding, must } from "@groundplan/core/problems";
import { Token } from "cdktf";
import type { ZoneFacts } from "./dns-zone.ts";

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The name is the zone's or one below it, in lower case. Skips what is known only at apply.
 *
 * @param wildcards whether `*` may be the first label
 */
export function hostnameProblem(
  prop: string,
  hostname: string,
  zone: ZoneFacts,
  wildcards: "with wildcards" | "without wildcards",
): Finding {
  if (Token.isUnresolved(hostname) || Token.isUnresolved(zone.name)) return undefined;
  if (hostname === zone.name) return undefined;
  const rule = `be ${zone.name} or end in .${zone.name}`;
  if (!hostname.endsWith(`.${zone.name}`)) return must(false, prop, rule, hostname);
  const [first = "", ...others] = hostname.slice(0, -zone.name.length - 1).split(".");
  const allowed = wildcards === "with wildcards";
  const labels = first === "*" && allowed ? others : [first, ...others];
  return must(
    labels.every((label) => LABEL.test(label)) && hostname.length <= 253,
    prop,
    `be lower-case labels of letters, digits and hyphens${allowed ? ", with * only as the whole first one" : ""}`,
    hostname,
  );
}
