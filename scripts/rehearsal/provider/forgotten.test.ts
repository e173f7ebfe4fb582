// @module-tag long
import type { Environment } from "@groundplan/environments/environment";
import { prod } from "@groundplan/environments/prod/environment";
import { synthEstate } from "@groundplan/environments/test/synth-estate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { type RunningProvider, startProvider } from "./index.ts";
import { TestStack } from "./testing/terraform.ts";

type Network = NonNullable<Environment["apps"]["music-library"]>["network"];

/** What stands in prod with one zone less, too, and needs no way out. */
const library = prod.apps["music-library"];
const MODEST = {
  ...library,
  api: { ...library.api, release: "rolling" },
  search: {
    ...library.search,
    topology: { zones: 1, data: { type: "m7g.large.search", count: 1 } },
  },
} as const;

/** The stack of prod's network, without its backend and providers. */
function network(change: Partial<Network> = {}): Record<string, unknown> {
  const changed = { ...MODEST, network: { ...library.network, ...change } };
  const environment: Environment = { ...prod, apps: { "music-library": changed } };
  const { template } = synthEstate([environment]).get("prod-music-library-network")!;
  const { resource, output, removed } = template;
  return { resource, output, removed };
}

describe.skipIf(missing("terraform"))("an address that prod's network names no longer", () => {
  let provider: RunningProvider;
  let stack: TestStack;

  beforeAll(async () => {
    const resources = Object.keys(network()["resource"] as object);
    provider = await startProvider({ types: { resources, data: [] } });
    stack = new TestStack(provider, {
      aws: { region: "eu-west-1", allowed_account_ids: ["444455556666"] },
    });
    stack.write({});
    await stack.do("init", "-input=false");
    await stack.apply(network());
  }, 120_000);
  afterAll(async () => {
    stack.remove();
    await provider.close();
  });

  /** What a plan would do with Elastic IPs. */
  async function fate(change: Partial<Network>): Promise<string[]> {
    const plan = await stack.plan(network(change));
    return plan
      .filter(({ address }) => address.startsWith("aws_eip."))
      .map(({ address, change: { actions } }) => {
        const key = /addresses_(.*)_[0-9A-F]{8}$/.exec(address)![1];
        return `${actions.join(" and ")} ${key}`;
      })
      .sort();
  }

  it("is forgotten when another way out takes over", async () => {
    expect(await fate({ egress: "single-nat" })).toEqual([
      "forget nat-eu-west-1b",
      "forget nat-eu-west-1c",
    ]);
  });

  it("is forgotten with the zone that it was in", async () => {
    expect(await fate({ zones: ["eu-west-1a", "eu-west-1b"] })).toEqual(["forget nat-eu-west-1c"]);
  });

  it("is let go by an apply without being released, and then nothing is left to do", async () => {
    expect(await fate({ egress: "none" })).toEqual([
      "forget nat-eu-west-1a",
      "forget nat-eu-west-1b",
      "forget nat-eu-west-1c",
    ]);
    await stack.apply(network({ egress: "none" }));
    expect(await stack.plan(network({ egress: "none" }))).toEqual([]);
  });
});
