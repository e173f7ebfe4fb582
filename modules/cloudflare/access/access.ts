import { ZeroTrustAccessApplication } from "@cdktf/provider-cloudflare/lib/zero-trust-access-application/index.js";
import { ZeroTrustAccessPolicy } from "@cdktf/provider-cloudflare/lib/zero-trust-access-policy/index.js";
import { check } from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import type { AccessGate } from "../tunnel/route.ts";
import { accessProblems } from "./access-problems.ts";
import type { AccessProps } from "./access-props.ts";
import { type AccessPolicy, DECISION } from "./policy.ts";
import type { AccessRule } from "./who.ts";

/** What an application gets when nothing is said. */
export const DEFAULTS = {
  sessionHours: { dev: 24, prod: 8 } as PerStage<number>,
  protect: { dev: false, prod: true } as PerStage<boolean>,
};

/** A door in front of hosts: Cloudflare asks who comes, and the origin is never reached by others. */
export class Access extends Construct {
  readonly application: ZeroTrustAccessApplication;
  /** By key. */
  readonly policies: Readonly<Record<string, ZeroTrustAccessPolicy>>;

  constructor(scope: Construct, id: string, props: AccessProps) {
    super(scope, id);
    const sessionHours = props.sessionHours ?? DEFAULTS.sessionHours[props.stage];
    check(this, accessProblems(props));
    this.policies = Object.fromEntries(
      Object.entries(props.policies).map(([key, policy]) => [
        key,
        this.createPolicy(key, policy, props, sessionHours),
      ]),
    );
    this.application = this.createApplication(props, sessionHours);
  }

  /** For which application a visitor's token is: no secret, and another one when this is replaced. */
  get audience(): string {
    return this.application.aud;
  }

  /** What `cloudflared` needs to check visitors itself: for `access` of a tunnel's route. */
  gate(teamName: string): AccessGate {
    return { teamName, audience: this.audience };
  }

  private createPolicy(
    key: string,
    policy: AccessPolicy,
    { accountId, name }: AccessProps,
    applicationHours: number,
  ): ZeroTrustAccessPolicy {
    const { action, who, require = [], except = [] } = policy;
    const hours = (action === "allow" ? policy.sessionHours : undefined) ?? applicationHours;
    const made = new ZeroTrustAccessPolicy(this, `policy-${key}`, {
      accountId,
      name: `${name}: ${key}`,
      decision: DECISION[action],
      include: configsOf(who),
      ...(require.length > 0 && { require: configsOf(require) }),
      ...(except.length > 0 && { exclude: configsOf(except) }),
      // Always said: the provider's default is not the application's (#6094).
      sessionDuration: `${hours}h`,
      // One that goes is taken out of the application before it is deleted (#7284).
      lifecycle: { createBeforeDestroy: true },
    });
    // A policy has no description: the reason stands as a comment in the stack's JSON.
    if (action === "bypass") made.addOverride("//.reason", policy.reason);
    return made;
  }

  /** Nothing that the provider keeps otherwise than the API answers: the rest is planned each time. */
  private createApplication(props: AccessProps, sessionHours: number): ZeroTrustAccessApplication {
    const { accountId, name, hosts, identityProviderIds = [], overrides } = props;
    const protect = props.protect ?? DEFAULTS.protect[props.stage];
    const machines = Object.values(props.policies).some(({ action }) => action === "service");
    return new ZeroTrustAccessApplication(this, "Default", {
      sessionDuration: `${sessionHours}h`,
      // "strict" sends people round in circles (terraform-provider-cloudflare#5731).
      sameSiteCookieAttribute: "lax",
      ...(identityProviderIds.length > 0 && { allowedIdps: [...identityProviderIds].sort() }),
      ...(identityProviderIds.length === 1 && { autoRedirectToIdentity: true }),
      // Machines get 401 instead of a page to log in on.
      ...(machines && { serviceAuth401Redirect: true }),
      ...overrides?.application,
      accountId,
      name,
      type: "self_hosted",
      destinations: [...hosts].sort().map((uri) => ({ type: "public", uri })),
      httpOnlyCookieAttribute: true,
      // By id alone: policies inside of the application drift (#5495, #6059).
      policies: Object.values(this.policies).map(({ id }, index) => ({
        id,
        precedence: index + 1,
      })),
      lifecycle: { preventDestroy: protect },
    });
  }
}

function configsOf(rules: readonly AccessRule[]) {
  return rules.map(({ config }) => config);
}
