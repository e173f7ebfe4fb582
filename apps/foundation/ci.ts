import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import {
  addressOf,
  GITHUB,
  GithubDeployRole,
  type IssuerAddress,
  type OidcIssuer,
  TokenIssuer,
  type TrustedCi,
} from "@groundplan/aws/github-deploy-role";
import { StateBucket } from "@groundplan/aws/state-bucket";
import { Forgotten } from "@groundplan/core/forgotten";
import { accountOf, LayerStack } from "@groundplan/core/site";
import { StateBucket as GoogleStateBucket } from "@groundplan/google/state-bucket";
import {
  actingCallers,
  DeployAccount,
  WorkloadIdentity,
} from "@groundplan/google/workload-identity";
import type { App } from "cdktf";
import { APP, NAMED_AWS, NAMED_GOOGLE, stateKeyAlias, statePrefix } from "./names.ts";
import { googleIssuers, type Purpose } from "./other-ci.ts";
import { applyRole, planRole } from "./role-props.ts";
import type { AwsCi, CiSettings, FoundationPlacement, GoogleCi, StateHome } from "./settings.ts";

/**
 * Who CI is: on each cloud one identity that plans and one that applies, trusted by exact job, with
 * their rights on the states. Applied by a person: none of them can change this stack.
 */
export class CiStack extends LayerStack {
  constructor(scope: App, { site, settings, state }: FoundationPlacement) {
    const { ci } = settings;
    super(scope, {
      site,
      app: APP,
      layer: "ci",
      clouds: [...(ci.aws ? (["aws"] as const) : []), ...(ci.google ? (["google"] as const) : [])],
    });
    if (ci.aws) this.createAws(ci, ci.aws, state);
    if (ci.google) this.createGoogle(ci, ci.google, state);
  }

  private createAws(ci: CiSettings, aws: AwsCi, state: StateHome): void {
    const { stage, names } = this.site;
    const states = statePrefix(this.site);
    const store = state.kind === "s3" ? this.s3Store(state) : undefined;
    const issuer = this.issuerOf("github", aws.issuer, GITHUB);
    const others = this.othersOf(aws);
    const named = (name: string) => ({ name, prefix: `${names.org}-${names.environment}-` });
    const opens = store ? [store.objectsArn(states)] : [];
    const plan = new GithubDeployRole(this, "aws-plan", {
      ...planRole(stage, named(names.of(...NAMED_AWS.plan)), ci, aws, opens),
      issuer,
      others: others("plan"),
    });
    const apply = new GithubDeployRole(this, "aws-apply", {
      ...applyRole(stage, named(names.of(...NAMED_AWS.apply)), ci, aws),
      issuer,
      others: others("apply"),
    });
    store?.grantPlan(plan, states);
    store?.grantState(apply, states);
    store?.keepFrom(apply);
  }

  /** Callers of other CIs by purpose, with who signs their tokens, which stands once for both roles. */
  private othersOf({ others = {} }: AwsCi): (purpose: Purpose) => Record<string, TrustedCi> {
    const signed = Object.entries(others).map(([key, other]) => {
      const issuer = this.issuerOf(`issuer-${key}`, other.issuer, addressOf(other.plan));
      return { key, issuer, other };
    });
    return (purpose) =>
      Object.fromEntries(
        signed.map(({ key, issuer, other }) => [key, { issuer, callers: other[purpose] }]),
      );
  }

  /** One that is somebody else's is let go of, not destroyed, where this stack made it once. */
  private issuerOf(id: string, whose: AwsCi["issuer"], address: IssuerAddress): OidcIssuer {
    if (whose !== "exists") return new TokenIssuer(this, id, address);
    new Forgotten(this, id, IamOpenidConnectProvider.tfResourceType);
    return TokenIssuer.fromExisting(this, address);
  }

  private createGoogle(ci: CiSettings, google: GoogleCi, state: StateHome): void {
    const { stage, names } = this.site;
    const { projectId: project } = accountOf(this.site, "google");
    const identity = new WorkloadIdentity(this, "callers", {
      stage,
      name: names.of(...NAMED_GOOGLE.pool),
      project,
      github: [ci.repository],
      issuers: googleIssuers(google),
    });
    const others = (purpose: Purpose) =>
      Object.entries(google.others ?? {}).flatMap(([key, other]) =>
        actingCallers(identity, key, other[purpose], purpose),
      );
    const account = (purpose: Purpose, roles: readonly string[]) =>
      new DeployAccount(this, `google-${purpose}`, {
        stage,
        name: names.of("google-service-account", NAMED_GOOGLE[purpose][1]),
        project,
        identity,
        github: {
          repository: ci.repository,
          jobs: ci[purpose],
          subjectFormat: ci.subjectFormat,
        },
        others: others(purpose),
        purpose,
        roles,
      });
    const plan = account("plan", google.planRoles);
    const apply = account("apply", google.applyRoles);
    if (state.kind !== "gcs") return;
    const store = GoogleStateBucket.fromExisting(this, "state", { name: state.bucket });
    store.grantPlan(plan, statePrefix(this.site));
    store.grantState(apply, statePrefix(this.site));
  }

  private s3Store({ bucket: name, kmsKeyArn }: Extract<StateHome, { kind: "s3" }>) {
    const keyAlias = kmsKeyArn ? stateKeyAlias(name) : undefined;
    return StateBucket.fromExisting(this, "state-s3", { name, keyAlias });
  }
}
