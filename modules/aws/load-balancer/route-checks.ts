import { hashedName, NAME_RULES } from "@groundplan/core/naming";
import { between, type Finding, matching, must, oneOf, unique } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { checkHealthCheck } from "./health-check.ts";
import type { RouteProps } from "./route-props.ts";
import { GIVEN_PRIORITIES } from "./route-table.ts";

/** Condition values of one rule. A fixed limit of AWS. */
const VALUES_PER_RULE = 5;

/** Finds what is wrong with one route by itself. */
export function checkRoute(key: string, name: string, props: RouteProps, stage: Stage): Finding[] {
  return [
    matching("key", key, /^[a-z][a-z0-9-]*$/, "be in kebab case"),
    ...checkMatch(props),
    between("priority", props.priority, GIVEN_PRIORITIES.first, GIVEN_PRIORITIES.last),
    between("containerPort", props.containerPort, 1, 65535),
    ...checkHealthCheck("healthCheck", props.healthCheck, stage),
    between("deregistrationDelaySeconds", props.deregistrationDelaySeconds, 0, 3600),
    ...checkSpread(props),
    must(
      !props.pair || (props.weightsOwner ?? "terraform") !== "terraform",
      "pair",
      "not be set while terraform owns the weights",
      props.pair,
      "nobody would shift requests to the second target group; say the weightsOwner",
    ),
    checkTargetGroupName(props.pair ? `${name}-b` : name),
  ];
}

function checkMatch({ hosts = [], paths = [] }: RouteProps): Finding[] {
  const count = hosts.length + paths.length;
  return [
    must(
      count >= 1 && count <= VALUES_PER_RULE,
      "hosts and paths",
      `be 1 to ${VALUES_PER_RULE} together`,
      count,
      count === 0 ? 'to take every request, say paths: ["/*"]' : "split the route",
    ),
    unique("hosts", hosts),
    unique("paths", paths),
    ...hosts.map((host) =>
      matching(
        "hosts",
        host,
        /^(?=.{1,128}$)[a-z0-9*?-]+(\.[a-z0-9*?-]+)+$/,
        "be lower-case host names of at most 128 characters, with * and ? as wildcards",
      ),
    ),
    ...paths.map((path) =>
      matching(
        "paths",
        path,
        /^[/*][A-Za-z0-9_\-.$/~"'@:+&()!,;=*?]{0,127}$/,
        "begin with / or * and have at most 128 characters that AWS takes in a path",
      ),
    ),
  ];
}

function checkSpread(props: RouteProps): Finding[] {
  const { slowStartSeconds: slowStart, algorithm, stickiness, protocolVersion } = props;
  return [
    slowStart !== 0 && between("slowStartSeconds", slowStart, 30, 900),
    must(
      !slowStart || algorithm === undefined || algorithm === "round_robin",
      "slowStartSeconds",
      "be 0 with another algorithm than round_robin",
      slowStart,
    ),
    oneOf("algorithm", algorithm, ["round_robin", "least_outstanding_requests", "weighted_random"]),
    oneOf("protocolVersion", protocolVersion, ["HTTP1", "HTTP2", "GRPC"]),
    between("stickiness.durationSeconds", stickiness?.durationSeconds, 1, 604_800),
    must(
      !stickiness?.cookieName?.toUpperCase().startsWith("AWSALB"),
      "stickiness.cookieName",
      "not begin with AWSALB, which the load balancer keeps for itself",
      stickiness?.cookieName,
    ),
  ];
}

function checkTargetGroupName(name: string): Finding {
  const { limit, pattern, words } = NAME_RULES["target-group"];
  const room = limit - hashedName("", []).length;
  if (name.length > room) {
    return must(
      false,
      "name",
      `have at most ${room} characters, because ${limit - room} of a hash follow (target group)`,
      name,
      `give a name that is shorter by ${name.length - room}`,
    );
  }
  return must(pattern.test(name), "name", `${words} (target group)`, name);
}
