import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../estate.ts";
import { prod } from "../prod/environment.ts";
import { validate } from "../validate.ts";
import { synthEstate } from "./synth-estate.ts";

const REPOSITORY = "repo:acme@1234567/infrastructure@7654321";
const subject = (number: string, environment: string, job: string) =>
  `principal://iam.googleapis.com/projects/${number}/locations/global/workloadIdentityPools/acme-${environment}-foundation/subject/${REPOSITORY}:environment:${job}`;

/** Every grant of a stack to a job that releases: what it is on, the role, and to whom. */
function grantsIn(stack: string): string[][] {
  const { resource } = JSON.parse(JSON.stringify(synthEstate().get(stack)!.template));
  const all = Object.entries<Record<string, Record<string, string>>>(resource);
  return all
    .filter(([type]) => type.endsWith("_iam_member"))
    .flatMap(([, byName]) => Object.entries(byName))
    .filter(([, { member }]) => /^principal:|-foundation-apply@/.test(member ?? ""))
    .map(([name, { role, member }]) => [name.replace(/_[0-9A-F]{8}$/, ""), role!, member!])
    .sort();
}

describe("the pipeline of music-graph", () => {
  it("pushes builds as one job and releases as another, into exactly their registries", () => {
    const [dev, release] = ["music-graph-dev", "music-graph-prod"].map((job) =>
      subject("345678901234", "shared", job),
    );
    expect(grantsIn("shared-music-graph-registry")).toEqual([
      ["dev_pull-releases-release", "roles/artifactregistry.reader", release],
      ["dev_push-releases-dev", "roles/artifactregistry.writer", dev],
      ["release_push-releases-release", "roles/artifactregistry.writer", release],
    ]);
  });

  it("names releases on the machine of dev; in prod that is for who applies merged changes", () => {
    const member = subject("123456789012", "dev", "music-graph-dev");
    expect(grantsIn("dev-music-graph-host")).toEqual([
      ["machine_act-as-releases-dev", "roles/iam.serviceAccountUser", member],
      ["machine_deploy-releases-dev", "roles/compute.instanceAdmin.v1", member],
    ]);
    const ci = "serviceAccount:acme-prod-foundation-apply@acme-prod.iam.gserviceaccount.com";
    expect(grantsIn("prod-music-graph-host")).toEqual([
      ["machine_act-as-ci", "roles/iam.serviceAccountUser", ci],
      ["machine_deploy-ci", "roles/compute.instanceAdmin.v1", ci],
    ]);
  });

  it("is refused where it would release past the reviewers, and where its repository is none", () => {
    const repository = { owner: "acme/x", ownerId: "1", name: "graph", repositoryId: "2" };
    const graph = { ...prod.apps["music-graph"], pipeline: { repository } };
    const estate = ENVIRONMENTS.map((each) =>
      each.name === "prod" ? { ...prod, apps: { ...prod.apps, "music-graph": graph } } : each,
    );
    expect(() => validate(estate)).toThrow(
      [
        'environments/prod/environment.ts: apps.music-graph.pipeline.repository.owner must be the name of a user or an organisation, got "acme/x"',
        "environments/prod/environment.ts: apps.music-graph.pipeline must be left out where releases are run; a release is a reviewed change of runningDigest",
      ].join("\n"),
    );
  });
});
