import { check, type Finding, matching, must } from "@groundplan/core/problems";

/** Something that acts on Google Cloud, and can therefore be given rights. */
export interface GoogleGrantee {
  /** Kebab-case key that grants use in their construct ids: `nightly-backup`. Renaming it moves them. */
  readonly key: string;
  /** IAM member: `serviceAccount:...`, `group:...` or `principalSet://...`. */
  readonly member: string;
}

/**
 * A service account that exists or is made elsewhere, by its e-mail address.
 *
 * @throws PropsError when the key or the address is none
 */
export function serviceAccountGrantee(key: string, email: string): GoogleGrantee {
  checkGrantee(key, [addressProblem(email)]);
  return { key, member: `serviceAccount:${email}` };
}

/**
 * People, by the address of their group. A person alone gets no rights: who leaves the group loses
 * them without a deployment.
 *
 * @throws PropsError when the key or the address is none
 */
export function groupGrantee(key: string, email: string): GoogleGrantee {
  checkGrantee(key, [addressProblem(email)]);
  return { key, member: `group:${email}` };
}

/** Where workload identities come from: a pool in a project, named by the project's number. */
export interface IdentityPool {
  /** Digits. A member that is named by the project's id is accepted and matches nobody. */
  readonly projectNumber: string;
  /** 4 to 32 lower-case letters, digits and hyphens; not `gcp-...`. */
  readonly poolId: string;
}

/**
 * An outside identity by one mapped attribute of its token: an AWS role, a repository, a branch.
 * No key exists for it: the caller trades its own short-lived token.
 *
 * @param attribute as the pool's provider maps it, without `attribute.`: `aws_role`
 * @param value exactly as mapped: `arn:aws:sts::<account>:assumed-role/<role>`, without the session
 * @throws PropsError with everything that Google would accept and then match with nobody
 */
export function federatedGrantee(
  key: string,
  pool: IdentityPool,
  attribute: string,
  value: string,
): GoogleGrantee {
  checkGrantee(key, [
    ...poolProblems(pool),
    matching("attribute", attribute, /^[a-z0-9_]+$/, "be the name of a mapped attribute"),
    must(value !== "" && !value.includes("*"), "value", "name one value, without *", value),
  ]);
  return { key, member: `principalSet://${poolPath(pool)}/attribute.${attribute}/${value}` };
}

/**
 * One outside identity by the exact subject of its token, in a pool that another stack makes.
 *
 * @param subject `repo:...:environment:prod`; one, never a pattern
 * @throws PropsError with everything that Google would accept and then match with nobody
 */
export function subjectGrantee(key: string, pool: IdentityPool, subject: string): GoogleGrantee {
  checkGrantee(key, [
    ...poolProblems(pool),
    must(subject !== "" && !subject.includes("*"), "subject", "be one, without *", subject),
  ]);
  return { key, member: `principal://${poolPath(pool)}/subject/${subject}` };
}

function poolProblems({ projectNumber, poolId }: IdentityPool): Finding[] {
  return [
    matching("pool.projectNumber", projectNumber, /^\d+$/, "be the project's number"),
    poolIdProblem("pool.poolId", poolId),
  ];
}

function poolPath({ projectNumber, poolId }: IdentityPool): string {
  return `iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/${poolId}`;
}

/** What the service accepts as the id of a pool or of a provider in one. */
export function poolIdProblem(prop: string, id: string): Finding {
  const words = "be 4 to 32 lower-case letters, digits and hyphens, and not begin with gcp-";
  return matching(prop, id, /^(?!gcp-)[a-z0-9-]{4,32}$/, words);
}

function checkGrantee(key: string, findings: readonly Finding[]): void {
  check(`grantee ${key}`, [
    matching("key", key, /^[a-z][a-z0-9-]*$/, "be lower-case letters, digits and hyphens"),
    ...findings,
  ]);
}

function addressProblem(email: string): Finding {
  return matching("email", email, /^[^\s@:]+@[^\s@]+$/, "be an e-mail address, without a prefix");
}
