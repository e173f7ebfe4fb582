import type { PolicyStatement } from "./iam.ts";

/** Refuses `actions` to everybody who does not come over TLS: for the policy of what is called. */
export function overTlsOnly(
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement {
  return {
    sid: "RefusePlainHttp",
    effect: "Deny",
    actions,
    principals: { AWS: ["*"] },
    resources,
    conditions: { Bool: { "aws:SecureTransport": ["false"] } },
  };
}
