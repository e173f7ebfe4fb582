import { AWS, type Correction, without } from "./correction.ts";
import type { Condition, Facts } from "./schema.ts";

/** Headers that only a listener of an application load balancer has: it must name its protocol. */
const REQUEST_HEADERS = [
  ...["", "_issuer", "_leaf", "_serial_number", "_subject", "_validity"].map(
    (part) => `mtls_clientcert${part}`,
  ),
  ...["tls_cipher_suite", "tls_version"],
].map((name) => `routing_http_request_x_amzn_${name}_header_name`);

const ANSWER_HEADERS = [
  ...["access_control_allow_credentials", "access_control_allow_headers"],
  ...["access_control_allow_methods", "access_control_allow_origin"],
  ...["access_control_expose_headers", "access_control_max_age", "content_security_policy"],
  ...["strict_transport_security", "x_content_type_options", "x_frame_options"],
].map((name) => `routing_http_response_${name}_header_value`);

const NOT_TCP = ["", "HTTP", "HTTPS", "TLS", "UDP", "TCP_UDP", "QUIC"];
const NOT_HTTP = ["", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC"];

/** Left out of the plan while the listener speaks one of these. */
function leftOutFor(protocols: readonly string[], names: readonly string[]): Facts["leftOutWith"] {
  return Object.fromEntries(names.map((name) => [name, [{ by: "protocol", values: protocols }]]));
}

/** An action has what belongs to its type; the rest is left out. */
const ACTIONS = [
  ...["authenticate-cognito", "authenticate-oidc", "fixed-response", "jwt-validation"],
  "redirect",
];

function othersThan(own: string): readonly string[] {
  return [...ACTIONS, "forward"].filter((type) => type !== own);
}

const REDIRECT = {
  host: "#{host}",
  path: "/#{path}",
  port: "#{port}",
  protocol: "#{protocol}",
  query: "#{query}",
};

function actionsLeftOut(): Facts["leftOutWith"] {
  const leftOut = ACTIONS.map((own): [string, Condition[]] => [
    `action.${own.replace("-", "_")}`,
    [{ by: "action.type", values: othersThan(own) }],
  ]);
  return {
    ...Object.fromEntries(leftOut),
    "action.target_group_arn": [{ by: "action.type", values: ACTIONS }],
  };
}

const LOAD_BALANCER: Correction = {
  source: `${AWS}/elbv2/load_balancer.go: subnets are those of ../behaviour/plan/own`,
  facts: {
    defaults: {
      dns_record_client_routing_policy: "any_availability_zone",
      enable_cross_zone_load_balancing: false,
    },
    recomputed: without("subnets", "subnet_mapping", "subnet_mapping.outpost_id"),
  },
};

const TARGET_GROUP: Correction = {
  source: `${AWS}/elbv2/target_group.go: slow_start is 0 for none, or 30 to 900`,
  facts: {
    alsoAllowed: { slow_start: [0] },
    defaults: { "stickiness.cookie_duration": 86_400 },
  },
};

const LISTENER: Correction = {
  source: `${AWS}/elbv2/listener.go: headers without a protocol, defaults of a redirect`,
  facts: {
    defaults: {
      "default_action.forward.stickiness.enabled": false,
      "default_action.forward.target_group.weight": 1,
      ...Object.fromEntries(
        Object.entries(REDIRECT).map(([k, v]) => [`default_action.redirect.${k}`, v]),
      ),
    },
    leftOutWith: {
      "default_action.target_group_arn": [{ by: "default_action.type", values: ACTIONS }],
      "default_action.jwt_validation": [
        { by: "default_action.type", values: othersThan("jwt-validation") },
      ],
      ...leftOutFor(["HTTP", ...NOT_HTTP], REQUEST_HEADERS),
      ...leftOutFor(NOT_HTTP, [...ANSWER_HEADERS, "routing_http_response_server_enabled"]),
      ...leftOutFor(NOT_TCP, ["tcp_idle_timeout_seconds"]),
    },
  },
};

const LISTENER_RULE: Correction = {
  source: `${AWS}/elbv2/listener_rule.go: suppressIfActionTypeNot`,
  facts: { leftOutWith: actionsLeftOut() },
};

/** Rules by hand for load balancers; each type has two names. */
export const LOAD_BALANCERS: Readonly<Record<string, Correction>> = {
  aws_alb: LOAD_BALANCER,
  aws_alb_listener: LISTENER,
  aws_alb_listener_rule: LISTENER_RULE,
  aws_alb_target_group: TARGET_GROUP,
  aws_lb: LOAD_BALANCER,
  aws_lb_listener: LISTENER,
  aws_lb_listener_rule: LISTENER_RULE,
  aws_lb_target_group: TARGET_GROUP,
};
