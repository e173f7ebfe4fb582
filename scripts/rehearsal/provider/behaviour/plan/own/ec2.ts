import type { CtyType } from "../../../cty/type.ts";
import { type Fields, isList, UNKNOWN, type Value } from "../../../cty/value.ts";
import { typeOfBlock } from "../../../schema/type-of.ts";
import { isEquivalent } from "../sdk/equivalent.ts";
import { isChanged, type Own, type Planning } from "./own.ts";

/** What a template may change without another version of it. */
const BESIDES = ["name", "name_prefix", "description", "id", "tags", "tags_all"];

/**
 * Nearly every change makes another version, which may become the default one.
 *
 * Source: terraform-provider-aws, internal/service/ec2/ec2_launch_template.go, CustomizeDiff.
 */
export const launchTemplate: Own = {
  plan(planned, { prior, block }) {
    if (!prior) return planned;
    const types = typeOfBlock(block)[1] as Readonly<Record<string, CtyType>>;
    const isOther = (name: string) =>
      !isEquivalent(prior[name] ?? null, planned[name] ?? null, types[name]!);
    const changed = Object.keys(types).filter((name) => !BESIDES.includes(name) && isOther(name));
    if (isOther("tags")) changed.push("tags");
    const result: Record<string, Value> = { ...planned };
    const follows = planned["update_default_version"] === true;
    if (follows && changed.length > 0) result["default_version"] = UNKNOWN;
    const versions = changed.filter((name) => !/default_version$/.test(name));
    if (versions.length > 0) result["latest_version"] = UNKNOWN;
    return result;
  },
};

/** The two ways of writing what a machine does when it starts. */
const USER_DATA = ["user_data", "user_data_base64"];

/**
 * What a machine does when it starts is changed in place, with a stop, or makes another machine.
 *
 * Source: terraform-provider-aws, internal/service/ec2/ec2_instance.go, CustomizeDiff (5.100.0
 * asked: `user_data` forces with the switch, and does not without it).
 */
export const instance: Own = {
  plan(planned, planning) {
    if (!planning.prior || planned["user_data_replace_on_change"] !== true) return planned;
    for (const name of USER_DATA) if (isChanged(planning, name)) planning.force(name);
    return planned;
  },
};

/** The views of a network interface's addresses: the set, its count, and the list. */
const VIEWS = [
  ["private_ips", "private_ips_count", "private_ip_list"],
  ["ipv6_addresses", "ipv6_address_count", "ipv6_address_list"],
] as const;

/**
 * Addresses are told in three ways, of which one counts; the others follow. While the first address
 * stays, the others come and go in place. A list that is written while it does not count is planned
 * anew each time.
 *
 * Source: terraform-provider-aws, internal/service/ec2/vpc_network_interface.go, CustomizeDiff.
 */
export const networkInterface: Own = {
  plan(planned, planning) {
    if (!planning.prior) return planned;
    const byList = planned["private_ip_list_enabled"] === true;
    const counting = byList ? "private_ip_list" : "private_ips";
    const wanted = planned[counting];
    const [first] = listOf(planning.prior["private_ip_list"]);
    const stays = byList ? listOf(wanted)[0] === first : listOf(wanted).includes(first ?? "");
    if (isList(wanted) && !stays) planning.force(counting);
    return VIEWS.reduce<Fields>((base, view) => followed(base, planning, view), planned);
  },
};

function listOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}

function followed(planned: Fields, planning: Planning, view: readonly [string, string, string]) {
  const [set, count, list] = view;
  const [setChanged, countChanged, listChanged] = view.map((name) => isChanged(planning, name));
  const byList = planned[`${list}_enabled`] === true;
  const result: Record<string, Value> = { ...planned };
  const isOpen = byList ? listChanged : !setChanged && countChanged;
  if (isOpen) result[set] = UNKNOWN;
  if (byList ? listChanged : !countChanged && setChanged) result[count] = UNKNOWN;
  if (!byList && (setChanged || countChanged || listChanged)) result[list] = UNKNOWN;
  return result;
}
