import { describe, expect, it } from "vitest";
import { typeOf, World } from "../testing/world.ts";
import { importById } from "./import.ts";
import { plan } from "./plan/plan.ts";

describe("an import", () => {
  it("finds what this process has made, whole", () => {
    const world = new World("aws");
    const queue = world.apply("aws_sqs_queue", { name: "jobs" });
    const { connection, store } = world;
    const found = importById(typeOf("aws_sqs_queue"), connection, store, String(queue["id"]));
    expect(found).toEqual({ state: queue, thing: "memory:1", adopted: false });
  });

  it("reads the attributes that an id is made from", () => {
    const { connection, store } = new World("google");
    const id = "projects/acme/locations/europe-west1/repositories/app";
    const type = typeOf("google_artifact_registry_repository");
    expect(importById(type, connection, store, id).state).toMatchObject({
      project: "acme",
      location: "europe-west1",
      repository_id: "app",
    });
  });

  it.each([
    ["cloudflare_dns_record", "zone/record", { zone_id: "zone", id: "record" }],
    ["cloudflare_ruleset", "accounts/acme/rules", { account_id: "acme", id: "rules" }],
    ["cloudflare_zone_setting", "zone/ssl", { zone_id: "zone", setting_id: "ssl" }],
  ])("reads Cloudflare's ids: %s %s", (type, id, expected) => {
    const { connection, store } = new World("cloudflare");
    expect(importById(typeOf(type), connection, store, id).state).toMatchObject(expected);
  });

  it("of something that only its id is known of takes over what the author wrote", () => {
    const { connection, store } = new World("aws");
    const type = typeOf("aws_vpc");
    const { state: prior, adopted } = importById(type, connection, store, "vpc-1");
    const config = { cidr_block: "10.0.0.0/16" };
    const proposed = { ...prior, ...config };
    const { planned, replace } = plan({ type, connection, prior, proposed, config, adopted });
    expect(replace).toEqual([]);
    expect(planned).toMatchObject({ id: "vpc-1", cidr_block: "10.0.0.0/16" });
  });
});
