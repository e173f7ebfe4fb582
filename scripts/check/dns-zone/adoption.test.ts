// @module-tag long
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import type { TerraformStack } from "cdktf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DnsZone as AwsZone, recordsFromListing } from "../../../modules/aws/dns-zone/index.ts";
import { synthWith } from "../../../modules/core/testing/synth.ts";
import { parseZoneFile } from "../../../modules/core/zone-file.ts";
import { DnsZone as GoogleZone } from "../../../modules/google/dns-zone/index.ts";
import { missing } from "../../parts/parts.ts";
import { TestProject } from "../../rehearsal/run/testing/project.ts";
import { rehearse, specOf } from "../../rehearsal/run/testing/rehearse.ts";

const GOOGLE = { domain: "example.org", name: "acme-dev-example-org", project: "acme-dev" };
const ZONE_FILE = `
$TTL 300
@    IN SOA ns1 host 1 7200 900 1209600 300
www  CNAME example.com.
@    MX 10 mail.example.com.
@    TXT "v=spf1 -all"
`;
const LISTING = {
  ResourceRecordSets: [
    { Name: "graph.example.org.", Type: "NS", TTL: 172_800, ResourceRecords: [{ Value: "ns-1." }] },
    {
      Name: "graph.example.org.",
      Type: "A",
      TTL: 60,
      ResourceRecords: [{ Value: "203.0.113.5" }, { Value: "203.0.113.6" }],
    },
    {
      Name: "key.graph.example.org.",
      Type: "TXT",
      TTL: 300,
      ResourceRecords: [{ Value: '"v=DKIM1; k=rsa"' }],
    },
  ],
};

/** One stack of both clouds, as a project's `stacks.json` holds it. */
function stackOf(build: (stack: TerraformStack) => void) {
  return specOf(
    synthWith((stack) => {
      new AwsProvider(stack, "aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
      new GoogleProvider(stack, "google", { project: "acme-dev" });
    }, build),
  );
}

/** The zones as somebody had them, or adopted into stacks of other names. */
const zones = (id: string, zoneId?: string) =>
  stackOf((stack) => {
    new GoogleZone(stack, `${id}-google`, {
      stage: "dev",
      ...GOOGLE,
      adopt: zoneId !== undefined,
      records: parseZoneFile(ZONE_FILE, "example.org"),
    });
    new AwsZone(stack, `${id}-aws`, {
      stage: "dev",
      name: "graph.example.org",
      adopt: zoneId ? { zoneId } : undefined,
      records: recordsFromListing(LISTING, "graph.example.org"),
    });
  });

describe.skipIf(missing("terraform"))("by the real Terraform, zones that exist", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({ "dev-old-zones": zones("old") });
  });
  afterAll(() => project.remove());

  it("are adopted from a zone file and a listing, and the plan afterwards is empty", {
    timeout: 120_000,
  }, async () => {
    const old = await rehearse(project, "dev-old-zones");
    expect(old.problems).toEqual([]);
    const state = JSON.parse(project.read("dev/dev-old-zones/terraform.tfstate"));
    const zone = state.resources.find(({ type }: { type: string }) => type === "aws_route53_zone");
    const zoneId: string = zone.instances[0].attributes.zone_id;

    project.setStacks({ "dev-new-zones": zones("new", zoneId) });
    const adopted = await rehearse(project, "dev-new-zones");
    expect(adopted.problems).toEqual([]);
    const changes = adopted.changesOf("dev-new-zones");
    expect(changes.filter((change) => !change.startsWith("import "))).toEqual([]);
    expect(changes).toHaveLength(7);

    const again = await rehearse(project, "dev-new-zones");
    expect([again.problems, again.changesOf("dev-new-zones")]).toEqual([[], []]);
  });
});
