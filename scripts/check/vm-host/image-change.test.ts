// @module-tag long
import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { synthWith } from "../../../modules/core/testing/synth.ts";
import { hostIn, PROD } from "../../../modules/google/vm-host/testing/index.ts";
import { missing } from "../../parts/parts.ts";
import { TestProject } from "../../rehearsal/run/testing/project.ts";
import { rehearse, specOf } from "../../rehearsal/run/testing/rehearse.ts";

const STACK = "prod-graph-host";

/** What the host's network is: nobody makes it here. */
const EXISTING = {
  "projects/acme-dev/regions/europe-west1/subnetworks/acme-dev-graph-hosts": "Hosts' subnet",
};

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
  return { [STACK]: specOf(template) };
}

describe.skipIf(missing("terraform"))("by the real Terraform", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject(stackWith("graph-host-20261101-0a1b2c3", "1"));
    project.write("../environments/prod/existing.json", JSON.stringify(EXISTING));
  });
  afterAll(() => project.remove());

  /** Applies what the project holds; what changed. */
  const changed = async () => {
    const { problems, changesOf } = await rehearse(project, STACK);
    expect(problems).toEqual([]);
    return changesOf(STACK);
  };

  it("another image replaces the machine and not the data disk; another release neither", async () => {
    await changed();
    project.setStacks(stackWith("graph-host-20261201-4d5e6f7", "1"));
    const image = await changed();
    expect(image.filter((change) => change.includes("_instance."))).toEqual([
      "replace google_compute_instance.machine",
    ]);
    expect(image.filter((change) => change.includes("_disk."))).toEqual([]);

    project.setStacks(stackWith("graph-host-20261201-4d5e6f7", "2"));
    expect(await changed()).toEqual(["update google_compute_instance.machine"]);
  });
});
