import { contains, overlaps, parseCidr } from "@groundplan/core/cidr";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planSubnets, type SubnetPlan } from "./subnet-plan.ts";
import { subnetPlanProblems } from "./subnet-plan-problems.ts";
import type { SubnetWish } from "./subnet-wish.ts";

const WISH: SubnetWish = {
  cidr: "10.20.0.0/16",
  zones: ["eu-west-1a", "eu-west-1b"],
  zoneSlots: 4,
  tiers: {
    public: { prefix: 26, slot: 12 },
    private: { prefix: 20, slot: 0 },
    database: { prefix: 24, slot: 8 },
  },
};

const zones = fc.subarray(["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"], {
  minLength: 1,
});
const tier = fc.record({
  prefix: fc.integer({ min: 16, max: 28 }),
  slot: fc.integer({ min: 0, max: 15 }),
});

/** Any wish that the planner accepts. */
const wishes = fc
  .record({
    cidr: fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 16, max: 24 }))
      .map(([second, prefix]) => `10.${second}.0.0/${prefix}`),
    zones,
    zoneSlots: fc.constantFrom(4, 8),
    tiers: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tier, { minKeys: 1, maxKeys: 4 }),
  })
  .filter((wish) => subnetPlanProblems(wish).every((problem) => !problem));

const rangesOf = (plan: SubnetPlan) =>
  Object.values(plan).flatMap((byZone) =>
    Object.values(byZone).map(({ cidr }) => parseCidr(cidr)!),
  );

const messages = (change: Partial<SubnetWish>) => () => planSubnets({ ...WISH, ...change });

describe("the subnet planner", () => {
  it("gives each zone its share and each tier its place in it", () => {
    expect(planSubnets(WISH)).toEqual({
      public: {
        "eu-west-1a": { cidr: "10.20.48.0/26", ipv6Number: 12 },
        "eu-west-1b": { cidr: "10.20.112.0/26", ipv6Number: 28 },
      },
      private: {
        "eu-west-1a": { cidr: "10.20.0.0/20", ipv6Number: 0 },
        "eu-west-1b": { cidr: "10.20.64.0/20", ipv6Number: 16 },
      },
      database: {
        "eu-west-1a": { cidr: "10.20.32.0/24", ipv6Number: 8 },
        "eu-west-1b": { cidr: "10.20.96.0/24", ipv6Number: 24 },
      },
    });
  });

  it("keeps subnets disjoint, inside the VPC, aligned and of the size asked for", () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const plan = planSubnets(wish);
        const ranges = rangesOf(plan);
        expect(ranges).toHaveLength(wish.zones.length * Object.keys(wish.tiers).length);
        expect(ranges).not.toContain(undefined);
        expect(ranges.every((range) => contains(parseCidr(wish.cidr)!, range))).toBe(true);
        const met = ranges.some((a, i) => ranges.slice(i + 1).some((b) => overlaps(a, b)));
        expect(met).toBe(false);
        for (const [name, byZone] of Object.entries(plan)) {
          const prefixes = Object.values(byZone).map(({ cidr }) => parseCidr(cidr)!.prefix);
          expect(new Set(prefixes)).toEqual(new Set([wish.tiers[name]!.prefix]));
        }
      }),
    );
  });

  it("gives every subnet an IPv6 number of its own below 256", () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const numbers = Object.values(planSubnets(wish)).flatMap((byZone) =>
          Object.values(byZone).map(({ ipv6Number }) => ipv6Number),
        );
        expect(new Set(numbers).size).toBe(numbers.length);
        expect(Math.max(...numbers)).toBeLessThan(256);
      }),
    );
  });

  it("moves no subnet when a zone or a tier is dropped, nor when one is added", () => {
    fc.assert(
      fc.property(wishes, fc.nat(), fc.nat(), (wish, zoneNumber, tierNumber) => {
        const names = Object.keys(wish.tiers);
        const fewer = {
          ...wish,
          zones: wish.zones.filter((_, i) => i !== zoneNumber % wish.zones.length),
          tiers: Object.fromEntries(
            Object.entries(wish.tiers).filter(
              ([name]) => name !== names[tierNumber % names.length],
            ),
          ),
        };
        const all = planSubnets(wish);
        for (const [name, byZone] of Object.entries(planSubnets(fewer))) {
          expect(all[name]).toMatchObject(byZone);
        }
      }),
    );
  });

  it("does not care for the order of zones and tiers", () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const turned = {
          ...wish,
          zones: [...wish.zones].reverse(),
          tiers: Object.fromEntries(Object.entries(wish.tiers).reverse()),
        };
        expect(planSubnets(turned)).toEqual(planSubnets(wish));
      }),
    );
  });
});

describe("a range that is too small", () => {
  it("is told with the numbers", () => {
    expect(messages({ tiers: { private: { prefix: 17, slot: 0 } } })).toThrow(
      "subnet plan: tiers.private.prefix must be 18 to 28: each zone's share of 10.20.0.0/16 is a " +
        "/18 with 16384 addresses, got 17; make the subnets smaller or the range of the VPC larger",
    );
  });

  it("is refused when no zone's share could hold a subnet", () => {
    expect(messages({ cidr: "10.20.0.0/27" })).toThrow(
      'subnet plan: cidr must be a /16 to /26, so that each of 4 zone shares holds a subnet, got "10.20.0.0/27"',
    );
  });

  it("is refused when it begins in the middle", () => {
    expect(messages({ cidr: "10.20.0.5/16" })).toThrow(
      'subnet plan: cidr must be an IPv4 range such as 10.20.0.0/16, got "10.20.0.5/16"',
    );
  });

  it("says how many zones it has shares for", () => {
    expect(messages({ zones: ["us-east-1f"] })).toThrow(
      "subnet plan: zones must have one of the first 4 letters, as the range has 4 zone shares, got " +
        '"us-east-1f"; choose another zone, or more zoneSlots before anything is deployed',
    );
  });
});

describe("a tier in the wrong place", () => {
  it("is told whom it meets and where it fits", () => {
    const tiers = { ...WISH.tiers, cache: { prefix: 24, slot: 3 } };
    expect(messages({ tiers })).toThrow(
      "subnet plan: tiers.private.slot must lie clear of cache, got 0; a /20 fits at 4",
    );
  });

  it("is told when there is no place left", () => {
    const tiers = { a: { prefix: 18, slot: 0 }, b: { prefix: 20, slot: 4 } };
    expect(messages({ tiers })).toThrow(
      "subnet plan: tiers.b.slot must lie clear of a, got 4; no place for a /20 is left in a /18",
    );
  });

  it("must begin where its size can begin", () => {
    expect(messages({ tiers: { private: { prefix: 20, slot: 2 } } })).toThrow(
      "subnet plan: tiers.private.slot must be a multiple of 4, as a /20 covers 4 slots of a /18, got 2",
    );
  });

  it("must begin inside the share", () => {
    expect(messages({ tiers: { private: { prefix: 24, slot: 16 } } })).toThrow(
      "subnet plan: tiers.private.slot must be 0 to 15, got 16",
    );
  });
});
