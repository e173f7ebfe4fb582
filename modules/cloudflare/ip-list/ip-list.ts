import { List as CloudflareList } from "@cdktf/provider-cloudflare/lib/list/index.js";
import { check } from "@groundplan/core/problems";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { ipListProblems } from "./ip-list-problems.ts";
import type { IpListProps } from "./ip-list-props.ts";
import { canonicalRange } from "./ranges.ts";

/** A list as rules see it: made by `IpList`, or `IpList.named`. */
export interface AddressList {
  /** How an expression names the list: `$office`. It is made before every rule that names it. */
  readonly reference: string;
}

/**
 * A named list of addresses that rules of every zone in the account can use.
 *
 * Makes one list with all its entries. As resources of their own they were planned anew at every plan
 * (terraform-provider-cloudflare#5135, #5552), and would be written side by side, where Cloudflare
 * refuses a second write while one is going on (429; cloudflare-docs, waf/tools/lists/lists-api).
 */
export class IpList extends Construct implements AddressList {
  readonly list: CloudflareList;
  readonly accountId: string;
  readonly name: string;
  /** Entries in the form in which Cloudflare keeps them. */
  readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, props: IpListProps) {
    super(scope, id);
    this.accountId = props.accountId;
    this.name = props.name;
    const items = Object.entries(props.entries).flatMap(([comment, ranges]) =>
      ranges.map((range) => ({ ip: canonical(range), comment })),
    );
    this.addresses = items.map(({ ip }) => ip);
    check(this, ipListProblems(props, this.siblings()));
    this.list = new CloudflareList(this, "Default", {
      // An empty one is planned anew each time (terraform-provider-cloudflare#7146).
      description: props.description,
      ...props.overrides?.list,
      accountId: props.accountId,
      name: props.name,
      kind: "ip",
      items,
    });
  }

  /** A list that another stack makes, or that is managed by hand: its name, or what a contract says. */
  static named(name: string): AddressList {
    return { reference: referenceTo(name) };
  }

  get reference(): string {
    return referenceTo(this.list.name);
  }

  /** The other lists of the account, in every stack. */
  private siblings(): IpList[] {
    return this.node.root.node
      .findAll()
      .filter((other): other is IpList => other instanceof IpList && other !== this)
      .filter(({ accountId }) => accountId === this.accountId);
  }
}

/** The request comes from an address in the list: for `when` of a rule. */
export function sourceInList(list: AddressList): string {
  return `ip.src in ${list.reference}`;
}

/** What is known only at apply stays as it is. */
function canonical(range: string): string {
  return Token.isUnresolved(range) ? range : (canonicalRange(range) ?? range);
}

/**
 * `$` and a name. Before a name that is known only at apply it has to be put by Terraform: in
 * `$${...}` the first `$` escapes the second.
 */
function referenceTo(name: string): string {
  return Token.isUnresolved(name) ? Token.asString(Fn.join("", ["$", name])) : `$${name}`;
}
