import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dev } from "../../../environments/dev/environment.ts";
import { synthEstate } from "../../../environments/test/synth-estate.ts";
import type { PolicyDocument } from "../../../modules/aws/testing/judge-policy.ts";
import { only } from "../../../modules/core/testing/synth.ts";
import { filesOf } from "../../check/vm-host/host.ts";
import { Authority } from "./authority.ts";
import { GuardedAws } from "./aws.ts";
import { startNameServer } from "./dns.ts";
import { Machine } from "./machine.ts";
import { Metadata } from "./metadata.ts";
import { Zones } from "./moto.ts";

const { zoneId, zoneName, names } = dev.apps["music-graph"].certificates;

/** The zone of dev as its policy names it, and the first of the names in it. */
export const ZONE_ID: string = zoneId;
export const NAME: string = names[0]!;

/** Another zone of the same account, which certbot has no business in: it is above dev's. */
export const PARENT_ID = "Z00PARENT";
export const PARENT: string = zoneName.replace(/^[^.]+\./, "");

/** What the estate makes for dev: the host's files, and who may prove its names. */
export interface Made {
  readonly files: Readonly<Record<string, string>>;
  readonly trust: PolicyDocument;
  readonly policy: PolicyDocument;
}

/** Numeric id of the host's service account, which Google gives when it is made. */
export const ACCOUNT_ID = "108000000000000000001";

/** The estate's own words, with the one value that only an apply knows. */
export function made(): Made {
  const estate = synthEstate();
  const { metadata } = only(
    estate.get("dev-music-graph-host")!.template,
    "google_compute_instance",
  );
  const { template } = estate.get("dev-music-graph-certificates")!;
  const known = (json: string) => JSON.parse(json.replace(/\$\{[^}]*\}/g, ACCOUNT_ID));
  return {
    files: filesOf(metadata["startup-script"]),
    trust: known(only(template, "aws_iam_role").assume_role_policy),
    policy: known(only(template, "aws_iam_role_policy").policy),
  };
}

/** Everything that a certificate takes, on loopback. */
export class Site {
  readonly zones: Zones;
  /** The zone of the name, as moto calls it. */
  readonly zoneId: string;
  readonly aws: GuardedAws;
  readonly metadata: Metadata;
  readonly authority: Authority;
  readonly machine: Machine;
  private readonly ends: End[];

  private constructor(parts: Parts, ends: End[]) {
    this.zones = parts.zones;
    this.zoneId = parts.zoneId;
    this.aws = parts.aws;
    this.metadata = parts.metadata;
    this.authority = parts.authority;
    this.machine = parts.machine;
    this.ends = ends;
  }

  static async start(): Promise<Site> {
    const ends: End[] = [];
    try {
      return new Site(await startParts(ends), ends);
    } catch (error) {
      await endAll(ends);
      throw error;
    }
  }

  /** Calls Route 53 with credentials that the machine got. */
  async call(keys: Keys, method: string, path: string, body?: string): Promise<string> {
    const answer = await fetch(`${this.aws.url}/2013-04-01/${path}`, {
      method,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${keys.AccessKeyId}/20260101/us-east-1/route53/aws4_request, SignedHeaders=host, Signature=none`,
        "x-amz-security-token": keys.SessionToken,
      },
      ...(body && { body }),
    });
    const code = /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1];
    return answer.ok ? "allowed" : `${answer.status} ${code}`;
  }

  stop(): Promise<void> {
    return endAll(this.ends);
  }
}

/** What the helper prints of a session. */
export interface Keys {
  readonly AccessKeyId: string;
  readonly SessionToken: string;
}

type Parts = Pick<Site, "zones" | "zoneId" | "aws" | "metadata" | "authority" | "machine">;

type End = () => unknown;

/** Starts everything; what must be ended is told as soon as it stands. */
async function startParts(ends: End[]): Promise<Parts> {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const { files, trust, policy } = made();
  const roleArn = /--role-arn (\S+)/.exec(files["/etc/groundplan/aws-config"]!)![1]!;
  const zones = await Zones.start(roleArn.split(":")[4]!);
  ends.push(() => zones.server.stop());
  const [own, above] = [await zones.create(zoneName), await zones.create(PARENT)];
  const nameServer = await startNameServer(() => zones.texts(own));
  ends.push(() => nameServer.stop());
  const metadata = await Metadata.start(ACCOUNT_ID);
  ends.push(() => metadata.stop());
  const aws = await GuardedAws.start({
    ...{ roleArn, trust, policy, moto: zones.server.url },
    zoneIds: new Map([
      [ZONE_ID, own],
      [PARENT_ID, above],
    ]),
  });
  ends.push(() => aws.stop());
  const authority = await Authority.start(folder, nameServer.port);
  ends.push(() => authority.stop());
  const around = { authority, awsUrl: aws.url, metadataUrl: metadata.url };
  return {
    zones,
    zoneId: own,
    aws,
    metadata,
    authority,
    machine: new Machine(folder, files, around),
  };
}

/** Last begun, first ended. */
async function endAll(ends: End[]): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
}
