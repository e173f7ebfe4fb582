import type { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcDhcpOptions } from "@cdktf/provider-aws/lib/vpc-dhcp-options/index.js";
import { VpcDhcpOptionsAssociation } from "@cdktf/provider-aws/lib/vpc-dhcp-options-association/index.js";
import { type Finding, must } from "@groundplan/core/problems";
import type { Construct } from "constructs";

/** Names and servers that instances are told when they start. A change replaces the option set. */
export interface DhcpOptions {
  /** Domain that short host names are completed with. @default the region's internal domain */
  readonly domainName?: string;

  /**
   * DNS servers, at most 4. Without `AmazonProvidedDNS` among them the private names of endpoints
   * do not resolve.
   *
   * @default ["AmazonProvidedDNS"]
   */
  readonly domainNameServers?: readonly string[];

  /** Time servers, at most 4. @default Amazon's time service at 169.254.169.123 */
  readonly ntpServers?: readonly string[];
}

/** Makes the option set and gives it to the VPC. */
export function createDhcpOptions(
  scope: Construct,
  vpc: AwsVpc,
  namePrefix: string,
  options: DhcpOptions,
): void {
  const set = new VpcDhcpOptions(scope, "dhcp-options", {
    domainName: options.domainName,
    domainNameServers: [...(options.domainNameServers ?? ["AmazonProvidedDNS"])],
    ntpServers: options.ntpServers && [...options.ntpServers],
    tags: { Name: namePrefix },
  });
  new VpcDhcpOptionsAssociation(scope, "dhcp-options-association", {
    vpcId: vpc.id,
    dhcpOptionsId: set.id,
  });
}

/** Checks the numbers of servers, and that endpoints keep their private names. */
export function dhcpProblems(options: DhcpOptions, hasInterfaceEndpoints: boolean): Finding[] {
  const dns = options.domainNameServers ?? ["AmazonProvidedDNS"];
  const time = options.ntpServers ?? [];
  return [
    must(dns.length >= 1 && dns.length <= 4, "dhcp.domainNameServers", "name 1 to 4 servers", dns),
    must(time.length <= 4, "dhcp.ntpServers", "name at most 4 servers", time),
    must(
      !hasInterfaceEndpoints || dns.includes("AmazonProvidedDNS"),
      "dhcp.domainNameServers",
      "include AmazonProvidedDNS, which alone knows the private names of endpoints",
      dns,
    ),
  ];
}
