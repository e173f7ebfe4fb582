import { type GithubAccess, githubClient, ONCE, onGithub } from "../comment/octokit.ts";

/** A version of the modules. */
export interface Release {
  readonly owner: string;
  readonly repo: string;
  /** The tag that stands in the repository: `v1.2.0`. */
  readonly tag: string;
  /** What it changes, as Markdown. */
  readonly notes: string;
}

/** What came of it. */
export type ReleaseOutcome = "released" | "notes updated" | "equal";

/** Makes the release of a tag, or brings its notes up to date. Run again it writes nothing. */
export function releaseTag(access: GithubAccess, release: Release): Promise<ReleaseOutcome> {
  const { owner, repo, tag, notes } = release;
  const client = githubClient(access);
  return onGithub(access, `GitHub did not take the release ${tag}`, async () => {
    const { data: all } = await client.request("GET /repos/{owner}/{repo}/releases", {
      ...{ owner, repo, per_page: 100 },
    });
    const there = all.find((each) => each.tag_name === tag);
    if (there?.body?.replaceAll("\r\n", "\n").trim() === notes.trim()) return "equal";
    if (there) {
      const id = { owner, repo, release_id: there.id };
      const path = "PATCH /repos/{owner}/{repo}/releases/{release_id}";
      await client.request(path, { ...id, ...ONCE, body: notes });
      return "notes updated";
    }
    const made = { owner, repo, tag_name: tag, name: tag, body: notes, ...ONCE };
    await client.request("POST /repos/{owner}/{repo}/releases", made);
    return "released";
  });
}
