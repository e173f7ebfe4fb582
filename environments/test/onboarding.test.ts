import { resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../estate.ts";
import { prod } from "../prod/environment.ts";
import { synthEstate } from "./synth-estate.ts";

const library = prod.apps["music-library"];
const zone = { ...library.zone, onboarding: true };
const onboarding = {
  ...prod,
  apps: { ...prod.apps, "music-library": { ...library, zone } },
};
const before = synthEstate(ENVIRONMENTS.map((each) => (each.name === "prod" ? onboarding : each)));
const after = synthEstate();
const inProd = (ids: Iterable<string>) =>
  [...ids].filter((id) => id.startsWith("prod-music-library-"));

describe("a zone that no registrar names yet", () => {
  const { template } = before.get("prod-music-library-zone")!;

  it("tells its name servers, and waits for nothing that the world cannot see", () => {
    expect(template.output["name_servers"]!["value"]).toMatch(/^\$\{cloudflare_zone\.zone\./);
    expect(Object.keys(template.resource).sort()).toEqual([
      "aws_acm_certificate",
      "cloudflare_dns_record",
      "cloudflare_zone",
    ]);
  });

  it("holds back what needs the certificate, and nothing else", () => {
    expect(inProd(before.keys())).toEqual([
      "prod-music-library-zone",
      "prod-music-library-network",
      "prod-music-library-logs",
      "prod-music-library-data",
      "prod-music-library-search",
      "prod-music-library-release",
    ]);
  });
});

describe("the same zone, once it is named", () => {
  const { template } = after.get("prod-music-library-zone")!;

  it("keeps all that it had, and gets settings, signing and the proof", () => {
    const had = before.get("prod-music-library-zone")!.template;
    for (const type of Object.keys(had.resource)) {
      expect(Object.keys(resourcesOf(template, type))).toEqual(
        expect.arrayContaining(Object.keys(resourcesOf(had, type))),
      );
    }
    expect(Object.keys(template.resource)).toEqual(
      expect.arrayContaining([
        "aws_acm_certificate_validation",
        "cloudflare_zone_dnssec",
        "cloudflare_zone_setting",
      ]),
    );
    expect(template.output["ds_record"]!["description"]).toBe(
      "For people: what the registrar of example.com must publish",
    );
  });

  it("lets service, edge and alerts join", () => {
    expect(inProd(after.keys()).slice(6)).toEqual([
      "prod-music-library-service",
      "prod-music-library-edge",
      "prod-music-library-alerts",
    ]);
  });
});
