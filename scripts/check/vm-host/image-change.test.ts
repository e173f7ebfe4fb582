import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { synthWith } from "../../../modules/core/testing/synth.ts";
import { hostIn, PROD } from "../../../modules/google/vm-host/testing/index.ts";
import { missing } from "../../parts/parts.ts";
import type { RehearsalReport } from "../../rehearsal/run/result.ts";
import { TestProject } from "../../rehearsal/run/testing/project.ts";

/** The stack of a host that boots from one image and runs one release. */
function stackWith(image: string, digit: string) {
  const template = synthWith(
    (stack) => new GoogleProvider(stack, "google", { project: "acme-prod" }),
    (stack) =>
      hostIn(stack, {
        ...PROD,
        image: { ...PROD.image, image },
        app: { ...PROD.app, release: `europe.pkg.dev/acme/graph/web@sha256:${digit.repeat(64)}` },
      }),
  );
  const { resource, provider, terraform } = JSON.parse(JSON.stringify(template));
  return { "prod-graph-host": { resource, provider, terraform } };
}

describe.skipIf(missing("terraform"))("by the real Terraform", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject(stackWith("graph-host-20261101-0a1b2c3", "1"));
  });
  afterAll(() => project.remove());

  const rehearse = async () => {
    const { stdout, stderr } = await project.infra(["rehearse", "prod-graph-host", "--json"]);
    const { stacks }: RehearsalReport = JSON.parse(stdout || '{"stacks":[]}');
    const [host] = stacks;
    return {
      ending: host?.ending,
      problems: host?.problems ?? [stderr],
      changes: (host?.changes ?? []).map(({ address, action }) => `${action} ${address}`).sort(),
    };
  };

  it("another image replaces the machine and not the data disk; another release neither", async () => {
    const first = await rehearse();
    expect([first.ending, first.problems]).toEqual(["ok", []]);

    project.setStacks(stackWith("graph-host-20261201-4d5e6f7", "1"));
    const image = await rehearse();
    expect([image.ending, image.problems]).toEqual(["ok", []]);
    expect(image.changes.filter((change) => change.includes("_instance."))).toEqual([
      "replace google_compute_instance.machine",
    ]);
    expect(image.changes.filter((change) => change.includes("_disk."))).toEqual([]);

    project.setStacks(stackWith("graph-host-20261201-4d5e6f7", "2"));
    expect((await rehearse()).changes).toEqual(["update google_compute_instance.machine"]);
  });
});
