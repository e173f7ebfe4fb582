import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member/index.js";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member/index.js";
import { applyJobProblems, githubJobKey } from "@groundplan/core/github";
import { check, type Finding, must, unique } from "@groundplan/core/problems";
import type { ModuleProps } from "@groundplan/core/stage";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";
import { ServiceAccount } from "../service-account/index.ts";
import type { ActingCaller } from "./ci-callers.ts";
import { callerProblems, type GithubCallers, subjectsOf } from "./github-callers.ts";
import type { WorkloadIdentity } from "./workload-identity.ts";

export interface DeployAccountProps extends ModuleProps {
  /** First part of the e-mail address, 6 to 30 characters. Changing it makes another account. */
  readonly name: string;

  /** Project that it works in. Replaces the account. */
  readonly project: string;

  /** Where its callers log in. A change edits who may act as it, in place. */
  readonly identity: WorkloadIdentity;

  /**
   * Callers of other CIs that act as it too: `actingCallers(identity, ...)`. A change edits the trust in
   * place; what guards them stands in the account's description.
   *
   * @default none: jobs of GitHub alone
   */
  readonly others?: readonly ActingCaller[];

  /** Whose jobs act as it. Those that apply in prod are of environments; no pull request applies. */
  readonly github: GithubCallers;

  /**
   * What it is for. One that plans has roles that read: viewers, readers, `roles/browser`,
   * `roles/iam.securityReviewer`. A change is checked, nothing else.
   */
  readonly purpose: "plan" | "apply";

  /** Roles on the project, none of them basic or over other identities. A change is made in place. */
  readonly roles: readonly string[];
}

/** Roles that give themselves more, or act as others: on a whole project they are all rights. */
const OVER_OTHERS = [
  "roles/iam.securityAdmin",
  "roles/iam.serviceAccountAdmin",
  "roles/iam.serviceAccountKeyAdmin",
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountUser",
  "roles/iam.workloadIdentityUser",
  "roles/resourcemanager.projectIamAdmin",
];

/**
 * A service account that named jobs of one repository act as, for one purpose, without any key.
 */
export class DeployAccount extends Construct implements GoogleGrantee {
  readonly account: ServiceAccount;
  readonly key: string;

  constructor(scope: Construct, id: string, props: DeployAccountProps) {
    super(scope, id);
    const { name, project, purpose, github, others = [] } = props;
    check(this, deployAccountProblems(props));

    this.key = id;
    const { owner, name: repository } = github.repository;
    const does = purpose === "plan" ? "Plans" : "Plans and applies";
    const guards = new Set(others.flatMap(({ guard }) => guard ?? []));
    this.account = new ServiceAccount(this, "Default", {
      name,
      project,
      purpose: [`${does} for jobs of ${owner}/${repository}`, ...guards].join("; "),
    });
    this.trustJobs(props);
    for (const caller of others) this.account.grantActAs(caller);
    for (const role of props.roles) {
      new ProjectIamMember(this, role.replace(/^.*roles\//, ""), {
        project,
        role,
        member: this.member,
      });
    }
  }

  /** IAM member; grants that use it are made after the account. */
  get member(): string {
    return this.account.member;
  }

  /** `roles/iam.workloadIdentityUser` on this account alone, for each exact subject. */
  private trustJobs({ identity, github }: DeployAccountProps): void {
    for (const job of github.jobs) {
      for (const subject of subjectsOf(github, job)) {
        const form = subject.includes("@") ? "" : "-by-name";
        new ServiceAccountIamMember(this, `${githubJobKey(job)}${form}`, {
          serviceAccountId: this.account.account.name,
          role: "roles/iam.workloadIdentityUser",
          member: identity.subject(subject),
        });
      }
    }
  }
}

function deployAccountProblems(props: DeployAccountProps): Finding[] {
  const { identity, github, purpose, roles, stage } = props;
  return [
    ...callerProblems("github", github),
    must(
      identity.admits(github.repository),
      "github.repository",
      "be one that the identity's pool lets in",
      `${github.repository.owner}/${github.repository.name}`,
    ),
    ...(purpose === "apply" ? applyJobProblems("github.jobs", github.jobs, stage) : []),
    ...roleProblems("roles", roles, purpose),
  ];
}

/** What is wrong with the roles of an account that plans or applies. */
export function roleProblems(
  prop: string,
  roles: readonly string[],
  purpose: DeployAccountProps["purpose"],
): Finding[] {
  return [unique(prop, roles), ...roles.map((role) => roleProblem(prop, role, purpose))];
}

function roleProblem(prop: string, role: string, purpose: DeployAccountProps["purpose"]): Finding {
  if (/^roles\/(owner|editor|viewer)$/.test(role)) {
    const cure = "name the roles of the services that it works with";
    return must(false, prop, "not be basic roles", role, cure);
  }
  if (OVER_OTHERS.includes(role)) {
    const cure = "grant it on the one account that is meant";
    return must(false, prop, "not be over other identities of the project", role, cure);
  }
  const named = /^(roles|projects\/[a-z0-9-]+\/roles|organizations\/\d+\/roles)\/[A-Za-z0-9._]+$/;
  if (!named.test(role)) return must(false, prop, "be roles such as roles/compute.viewer", role);
  const reads = /([vV]iewer|[rR]eader|\/browser|\.securityReviewer)$/.test(role);
  return must(purpose === "apply" || reads, prop, "read only, for an account that plans", role);
}
