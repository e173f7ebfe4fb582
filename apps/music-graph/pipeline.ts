import { type GithubJob, githubSubjects } from "@groundplan/core/github";
import { accountOf, type Site } from "@groundplan/core/site";
import { type GoogleGrantee, serviceAccountGrantee, subjectGrantee } from "@groundplan/google/iam";
import { serviceAccountEmail } from "@groundplan/google/service-account";
import { NAMED_GOOGLE } from "../foundation/names.ts";
import type { Channel } from "./names.ts";
import type { PipelineSettings } from "./settings.ts";

/** The GitHub environment whose jobs release what a registry holds. Each has rules of its own. */
export const RELEASES_FROM: Readonly<Record<Channel, string>> = {
  dev: "music-graph-dev",
  release: "music-graph-prod",
};

/**
 * The jobs that release, as one can give them rights where `site` stands: by their exact subject, in
 * the pool that the foundation makes. They act as nobody else, and there is no key.
 */
export function releasers(
  site: Site,
  { repository, subjectFormat = "immutable" }: PipelineSettings,
  channel: Channel,
): GoogleGrantee[] {
  const { projectNumber } = accountOf(site, "google");
  const pool = { projectNumber, poolId: site.names.of(...NAMED_GOOGLE.pool) };
  const job: GithubJob = { environment: RELEASES_FROM[channel] };
  return githubSubjects(repository, job, subjectFormat).map((subject) => {
    const form = subject.includes("@") ? "" : "-by-name";
    return subjectGrantee(`releases-${channel}${form}`, pool, subject);
  });
}

/** The account that CI applies an environment as: the foundation makes it, first of all. */
export function applier(site: Site): GoogleGrantee {
  const { projectId } = accountOf(site, "google");
  const name = site.names.of(...NAMED_GOOGLE.apply);
  return serviceAccountGrantee("ci", serviceAccountEmail(name, projectId));
}

/** What a job that releases names as the provider that it logs in by, where `site` stands. */
export function loginProvider(site: Pick<Site, "names" | "accounts">): string {
  const pool = site.names.of(...NAMED_GOOGLE.pool);
  const { projectNumber } = site.accounts.google!;
  return `projects/${projectNumber}/locations/global/workloadIdentityPools/${pool}/providers/github`;
}
