import type { ContractOf, ContractShape } from "@groundplan/core/contracts";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import { type Connectable, type Peer, SecurityGroup } from "../security-group/index.ts";

/** What one stack hands to another so that it can connect, beside the domain's name. */
export const SEARCH_SHAPE = {
  endpoint: "text",
  securityGroupId: "text",
} as const satisfies ContractShape;

/** What a program does in a domain; what it may see and change there, the domain's own roles say. */
const CALLS = ["Delete", "Get", "Head", "Patch", "Post", "Put"].map((verb) => `es:ESHttp${verb}`);

/** A domain as those meet it who search: made in this stack or in another one. */
export abstract class SearchDomain extends Construct implements Connectable {
  abstract readonly name: string;
  abstract readonly securityGroup: SecurityGroup;
  /** Host that programs call over HTTPS; a name inside the VPC. */
  abstract readonly endpoint: string;

  /** ARN of the domain, known at synth. */
  get arn(): string {
    return arnOf(this, "es", `domain/${this.name}`);
  }

  /** Lets somebody reach the domain on its one port, 443. */
  allowFrom(peer: Peer): void {
    this.securityGroup.allowFrom(peer, { port: 443, description: "Search" });
  }

  /**
   * Lets a role call the domain: `es:ESHttpDelete`, `Get`, `Head`, `Patch`, `Post` and `Put`. What it may
   * do there is given inside the domain, by mapping its ARN to a role: see the README.
   */
  grantConnect(to: AwsGrantee): void {
    grantInline(this, "connect", to, [
      { sid: "CallDomain", actions: CALLS, resources: [`${this.arn}/*`] },
    ]);
  }
}

/** A domain of another stack: its name, and what only AWS knows. */
export interface ExistingSearchProps extends ContractOf<typeof SEARCH_SHAPE> {
  /** Name of the domain. Another one is another domain's: its grants and rules follow. */
  readonly name: string;
}

/** A domain that another stack has made, for grants. Its rules here belong to this stack. */
export class ExistingSearch extends SearchDomain {
  readonly name: string;
  readonly securityGroup: SecurityGroup;
  readonly endpoint: string;

  constructor(scope: Construct, id: string, props: ExistingSearchProps) {
    super(scope, id);
    this.name = props.name;
    this.endpoint = props.endpoint;
    this.securityGroup = SecurityGroup.fromExisting(this, "entrance", props);
  }
}
