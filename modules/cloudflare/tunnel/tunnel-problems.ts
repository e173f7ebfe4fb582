import { between, type Finding, matching, must, reasonGiven } from "@groundplan/core/problems";
import { Token } from "cdktf";
import { hostnameProblem } from "../zone/hostname.ts";
import type { TunnelRoute } from "./route.ts";
import type { TunnelProps } from "./tunnel-props.ts";

const SERVICE =
  /^(https?|tcp|ssh|rdp):\/\/[^\s/]+$|^(https?|tcp|ssh|rdp):\/\/\[[0-9a-f:]+\](:\d+)?$|^unix:\/\S+$|^http_status:[1-5]\d\d$/;

/** Everything that is wrong with a tunnel's props. */
export function tunnelProblems(props: TunnelProps): Finding[] {
  const routes = Object.entries(props.routes);
  return [
    matching("accountId", props.accountId, /^[0-9a-f]{32}$/, "be 32 hexadecimal characters"),
    matching("name", props.name, /^[a-z][a-z0-9-]{0,62}$/, "be lower-case letters, digits and -"),
    must(routes.length > 0, "routes", "have at least one route"),
    ...routes.flatMap(([key, route]) => routeProblems(`routes.${key}`, key, route, props)),
    ...hiddenProblems(routes),
  ];
}

function routeProblems(
  at: string,
  key: string,
  route: TunnelRoute,
  { zone }: TunnelProps,
): Finding[] {
  const { hostname, path, service, unverifiedCertificate, access } = route;
  return [
    matching("routes", key, /^[a-z][a-z0-9-]*$/, "have keys in kebab case"),
    hostnameProblem(`${at}.hostname`, hostname, zone, "without wildcards"),
    path !== undefined && must(isPattern(path), `${at}.path`, "be a regular expression", path),
    matching(
      `${at}.service`,
      service,
      SERVICE,
      "be http://, https://, tcp://, ssh:// or rdp:// and a host without a path, unix:/path or http_status:404",
    ),
    between(`${at}.connectTimeoutSeconds`, route.connectTimeoutSeconds, 1, 300),
    unverifiedCertificate &&
      reasonGiven(`${at}.unverifiedCertificate`, unverifiedCertificate.reason),
    must(
      service.startsWith("https://") || !(unverifiedCertificate || route.serverName),
      at,
      "have serverName and unverifiedCertificate for https:// only",
      service,
    ),
    access && must(access.teamName !== "", `${at}.access.teamName`, "not be empty"),
    access && must(access.audience !== "", `${at}.access.audience`, "not be empty"),
  ];
}

/** The first rule that fits is taken: what stands behind one for every path is never reached. */
function hiddenProblems(routes: readonly (readonly [string, TunnelRoute])[]): Finding[] {
  return routes.map(([key, route], index) => {
    const [first] =
      routes
        .slice(0, index)
        .find(
          ([, { hostname, path }]) =>
            hostname === route.hostname && (path === undefined || path === route.path),
        ) ?? [];
    return must(
      first === undefined,
      `routes.${key}`,
      `stand before ${first}, which takes all that it is for`,
    );
  });
}

function isPattern(path: string): boolean {
  if (Token.isUnresolved(path)) return true;
  try {
    new RegExp(path);
    return path !== "";
  } catch {
    return false;
  }
}
