import {
  GetDNSSECCommand,
  GetHostedZoneCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandOutput,
  Route53Client,
  type Route53ClientConfig,
} from "@aws-sdk/client-route-53";
import type { ListedSet } from "@groundplan/aws/dns-zone";
import { MoveRefused } from "../../stepwise/refused.ts";

/** What Route 53 says of a zone. */
export interface HostedZone {
  readonly id: string;
  /** Lower case, without a final dot. */
  readonly name: string;
  /** Seen from inside of networks only. */
  readonly isPrivate: boolean;
  /** Names of the servers that answer for it. */
  readonly nameServers: readonly string[];
  /** Whether Route 53 signs it. */
  readonly isSigned: boolean;
  /** How many record sets it says it has. */
  readonly count: number;
}

/** Route 53 as the move needs it: to read. */
export interface Route53 {
  zone(id: string): Promise<HostedZone>;
  /** Every record set of every type, all pages. */
  records(id: string): Promise<ListedSet[]>;
}

/** Most that Route 53 gives at a time. */
const PAGE = 300;

/** Route 53 allows five calls a second in an account, to everybody together. */
const ATTEMPTS = 10;

/** Route 53 itself, with the credentials and settings that other tools of AWS use as well. */
export class RealRoute53 implements Route53 {
  readonly #client: Route53Client;

  /** @param settings what is not as the environment says */
  constructor(settings: Route53ClientConfig = {}) {
    // The service has one region; who has set none still gets there.
    this.#client = new Route53Client({ region: "us-east-1", maxAttempts: ATTEMPTS, ...settings });
  }

  async zone(id: string): Promise<HostedZone> {
    const { HostedZone: zone, DelegationSet } = await telling(id, "route53:GetHostedZone", () =>
      this.#client.send(new GetHostedZoneCommand({ Id: id })),
    );
    const isPrivate = zone?.Config?.PrivateZone ?? false;
    return {
      id,
      name: plain(zone?.Name ?? ""),
      isPrivate,
      nameServers: (DelegationSet?.NameServers ?? []).map(plain),
      isSigned: !isPrivate && (await this.#isSigned(id)),
      count: zone?.ResourceRecordSetCount ?? 0,
    };
  }

  async records(id: string): Promise<ListedSet[]> {
    const found: ListedSet[] = [];
    let from: Partial<ListResourceRecordSetsCommandOutput> | undefined = {};
    while (from) {
      const { NextRecordName, NextRecordType, NextRecordIdentifier } = from;
      const page: ListResourceRecordSetsCommandOutput = await telling(
        id,
        "route53:ListResourceRecordSets",
        () =>
          this.#client.send(
            new ListResourceRecordSetsCommand({
              HostedZoneId: id,
              MaxItems: PAGE,
              StartRecordName: NextRecordName,
              StartRecordType: NextRecordType,
              StartRecordIdentifier: NextRecordIdentifier,
            }),
          ),
      );
      found.push(...((page.ResourceRecordSets ?? []) as ListedSet[]));
      from = page.IsTruncated ? page : undefined;
    }
    return found;
  }

  async #isSigned(id: string): Promise<boolean> {
    const { Status } = await telling(id, "route53:GetDNSSEC", () =>
      this.#client.send(new GetDNSSECCommand({ HostedZoneId: id })),
    );
    return Status?.ServeSignature !== undefined && Status.ServeSignature !== "NOT_SIGNING";
  }
}

async function telling<T>(id: string, right: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { name, message } = error as Error;
    throw new MoveRefused(
      `cannot read hosted zone ${id} of Route 53`,
      [`${name}: ${message}`],
      `it takes ${right} with credentials of the zone's account, as aws sts get-caller-identity shows them`,
    );
  }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
