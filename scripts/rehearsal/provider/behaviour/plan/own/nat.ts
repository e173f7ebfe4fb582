import { canonical } from "../../../cty/equal.ts";
import { type Fields, isFields, isList, textOf, UNKNOWN, type Value } from "../../../cty/value.ts";
import { isChanged, lengthOf, type Own } from "./own.ts";

const ZONES = "availability_zone_address";
const ADDRESSES = "regional_nat_gateway_address";
const MODE = "regional_nat_gateway_auto_mode";

/**
 * The addresses of a regional gateway are told anew when its zones change; a zonal one has none. Zones
 * that come where there were none, or that all go, make another gateway.
 *
 * Source: terraform-provider-aws, internal/service/ec2/vpc_nat_gateway.go, schema and CustomizeDiff.
 */
export const natGateway: Own = {
  isSame(name, _texts, { prior, proposed }) {
    if (name !== ZONES && !name.startsWith(`${ZONES}.`)) return undefined;
    return isSameZones(prior?.[ZONES], proposed[ZONES]) || undefined;
  },
  plan(planned, planning) {
    const { prior, proposed, force } = planning;
    const isRegional = proposed["availability_mode"] === "regional";
    if (!prior || !isRegional || !isChanged(planning, ZONES)) return planned;
    const [before, after] = [prior[ZONES], proposed[ZONES]];
    const result: Record<string, Value> = { ...planned };
    if ((lengthOf(before) === 0) !== (lengthOf(after) === 0)) {
      force(MODE);
      result[MODE] = UNKNOWN;
    }
    // The pinned schema does not have it yet.
    if (ADDRESSES in planned && !isSameZones(before, after)) result[ADDRESSES] = UNKNOWN;
    return result;
  },
};

/** Has each zone that stands, by its name or its id, a wished one with the same addresses? */
function isSameZones(before: Value | undefined, after: Value | undefined): boolean {
  const [old, next] = [zonesOf(before), zonesOf(after)];
  return (
    old.length === next.length &&
    old.every((zone) => next.some((other) => isZone(zone, other) && hasSame(zone, other)))
  );
}

/** A wished zone has its name or its id; one that stands has both. */
function isZone(zone: Fields, wished: Fields): boolean {
  const [name, id] = ["availability_zone", "availability_zone_id"];
  const isAs = (one: string, other: string) =>
    textOf(zone[one]) === textOf(wished[one]) && textOf(wished[other]) === "";
  return isAs(name!, id!) || isAs(id!, name!);
}

function hasSame(zone: Fields, wished: Fields): boolean {
  const [old, next] = [zone, wished].map(({ allocation_ids }) =>
    canonical(allocation_ids ?? [], ["set", "string"]),
  );
  return old === next;
}

function zonesOf(value: Value | undefined): readonly Fields[] {
  return isList(value) ? value.filter(isFields) : [];
}
