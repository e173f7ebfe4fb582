/** Something that acts on Google Cloud, and can therefore be given rights. */
export interface GoogleGrantee {
  /** Kebab-case key that grants use in their construct ids: `nightly-backup`. Renaming it moves them. */
  readonly key: string;
  /** IAM member: `serviceAccount:...`, `group:...` or `principalSet://...`. */
  readonly member: string;
}

/** A service account that exists or is made elsewhere, by its e-mail address. */
export function serviceAccountGrantee(key: string, email: string): GoogleGrantee {
  return { key, member: `serviceAccount:${email}` };
}

/** Where workload identities come from: a pool in a project, named by the project's number. */
export interface IdentityPool {
  readonly projectNumber: string;
  readonly poolId: string;
}

/**
 * An outside identity by one mapped attribute of its token: an AWS role, a repository, a branch.
 * No key exists for it: the caller trades its own short-lived token.
 */
export function federatedGrantee(
  key: string,
  pool: IdentityPool,
  attribute: string,
  value: string,
): GoogleGrantee {
  const path = `projects/${pool.projectNumber}/locations/global/workloadIdentityPools/${pool.poolId}`;
  return {
    key,
    member: `principalSet://iam.googleapis.com/${path}/attribute.${attribute}/${value}`,
  };
}
