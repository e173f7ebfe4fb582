import type { Fields } from "../../cty/value.ts";
import { textOf } from "../../cty/value.ts";
import { Refusal } from "../../protocol/refusal.ts";
import type { Answer } from "./answer.ts";

/** Source: `compute/data_source_compute_lb_ip_ranges.go` of the Google provider. */
export const BALANCERS: Fields = {
  network: ["209.85.152.0/22", "209.85.204.0/22", "35.191.0.0/16"],
  http_ssl_tcp_internal: ["130.211.0.0/22", "35.191.0.0/16"],
};

/** Source: `resourcemanager/data_source_google_netblock_ip_ranges.go` of the Google provider. */
const NETBLOCKS: Readonly<
  Record<string, readonly [ipv4: readonly string[], ipv6: readonly string[]]>
> = {
  "restricted-googleapis": [["199.36.153.4/30"], ["2600:2d00:0002:1000::/64"]],
  "restricted-googleapis-with-directconnectivity": [
    ["199.36.153.4/30", "34.126.0.0/18"],
    ["2600:2d00:0002:1000::/64", "2001:4860:8040::/42"],
  ],
  "private-googleapis": [["199.36.153.8/30"], ["2600:2d00:0002:2000::/64"]],
  "private-googleapis-with-directconnectivity": [
    ["199.36.153.8/30", "34.126.0.0/18"],
    ["2600:2d00:0002:2000::/64", "2001:4860:8040::/42"],
  ],
  "dns-forwarders": [["35.199.192.0/19"], []],
  "iap-forwarders": [["35.235.240.0/20"], []],
  "health-checkers": [["35.191.0.0/16", "130.211.0.0/22"], []],
  "legacy-health-checkers": [["35.191.0.0/16", "209.85.152.0/22", "209.85.204.0/22"], []],
  // Published at an address that is not asked here: ranges of documentation stand for them.
  "cloud-netblocks": [["198.51.100.0/24"], ["2001:db8::/32"]],
  "google-netblocks": [["203.0.113.0/24"], ["2001:db8::/32"]],
  "default-domains-netblocks": [["203.0.113.0/24"], ["2001:db8::/32"]],
};

/** The ranges of a kind of Google's addresses. */
export const netblocks: Answer = (config) => {
  const kind = textOf(config["range_type"]) || "cloud-netblocks";
  const ranges = NETBLOCKS[kind];
  if (!ranges) {
    const known = Object.keys(NETBLOCKS).join(", ");
    throw new Refusal(`Unknown range_type: ${kind}`, `The provider knows ${known}.`);
  }
  const [cidr_blocks_ipv4, cidr_blocks_ipv6] = ranges;
  const cidr_blocks = [...cidr_blocks_ipv4, ...cidr_blocks_ipv6];
  const id = `netblock-ip-ranges-${kind}`;
  return { id, range_type: kind, cidr_blocks, cidr_blocks_ipv4, cidr_blocks_ipv6 };
};
