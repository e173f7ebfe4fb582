import { describe, expect, it } from "vitest";
import {
  type GithubJob,
  type GithubRepository,
  githubJobKey,
  githubSubjects,
  jobProblems,
  repositoryProblems,
} from "./github.ts";
import { check } from "./problems.ts";
import { refusal } from "./testing/synth.ts";

const REPOSITORY: GithubRepository = {
  owner: "acme",
  ownerId: "1234567",
  name: "infrastructure",
  repositoryId: "7654321",
};

describe("the subject of a job", () => {
  it.each<[GithubJob, string, string]>([
    [{ environment: "prod" }, "environment:prod", "environment-prod"],
    [{ branch: "release/1.x" }, "ref:refs/heads/release/1.x", "branch-release-1-x"],
    [{ tag: "v1.0" }, "ref:refs/tags/v1.0", "tag-v1-0"],
    [{ pullRequest: true }, "pull_request", "pull-request"],
  ])("is exact for %j", (job, claim, key) => {
    expect(githubSubjects(REPOSITORY, job, "immutable")).toEqual([
      `repo:acme@1234567/infrastructure@7654321:${claim}`,
    ]);
    expect(githubSubjects(REPOSITORY, job, "names")).toEqual([`repo:acme/infrastructure:${claim}`]);
    expect(githubJobKey(job)).toBe(key);
  });

  it("is two while the format changes", () => {
    expect(githubSubjects(REPOSITORY, { environment: "dev" }, "both")).toEqual([
      "repo:acme@1234567/infrastructure@7654321:environment:dev",
      "repo:acme/infrastructure:environment:dev",
    ]);
  });
});

it("refuses patterns, nothing at all, and repetitions", () => {
  const wild: GithubJob[] = [
    { branch: "*" },
    { environment: "pr?d" },
    { tag: "v1" },
    { tag: "v1" },
  ];
  expect(refusal(() => check("ci", jobProblems("jobs", wild)))).toBe(
    [
      'ci: jobs must not repeat a job, got ["ref:refs/heads/*","environment:pr?d","ref:refs/tags/v1","ref:refs/tags/v1"]',
      'ci: jobs.branch must be one exact name of letters, digits and . _ / -, without a wildcard, got "*"',
      'ci: jobs.environment must be one exact name of letters, digits and . _ / -, without a wildcard, got "pr?d"',
    ].join("\n"),
  );
  expect(refusal(() => check("ci", jobProblems("jobs", [])))).toBe(
    "ci: jobs must name at least one job",
  );
});

it("refuses a repository without its numbers, or with its owner in its name", () => {
  const wrong = { owner: "acme/*", ownerId: "acme", name: "acme/infrastructure", repositoryId: "" };
  expect(refusal(() => check("ci", repositoryProblems("repository", wrong)))).toBe(
    [
      'ci: repository.owner must be the name of a user or an organisation, got "acme/*"',
      'ci: repository.ownerId must be digits, got "acme"',
      'ci: repository.name must be the name of a repository, without its owner, got "acme/infrastructure"',
      'ci: repository.repositoryId must be digits, got ""',
    ].join("\n"),
  );
});
