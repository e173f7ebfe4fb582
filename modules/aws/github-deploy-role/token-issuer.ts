import {
  IamOpenidConnectProvider,
  type IamOpenidConnectProviderConfig,
} from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import { check, type Finding, matching } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { type AwsLocation, locationOf } from "../account/index.ts";

/** Where tokens come from, and what they must be made for. */
export interface IssuerAddress {
  /** Host of the issuer, without a scheme: what condition keys begin with. Replaces the provider. */
  readonly host: string;
  /** Audience that a token must be made for. A change is made in place. */
  readonly audience: string;
}

/** Who signs the tokens that a role trusts: an identity provider of an account. */
export interface OidcIssuer extends IssuerAddress {
  /** ARN of the identity provider in IAM. */
  readonly arn: string;
}

export interface TokenIssuerProps extends IssuerAddress {
  /** Last word on the provider; shallow. See the README. */
  readonly overrides?: { readonly provider?: Partial<IamOpenidConnectProviderConfig> };
}

/**
 * A CI as an identity provider of the account. There can be one for each host in an account: where it
 * stands already, use `TokenIssuer.fromExisting`.
 */
export class TokenIssuer extends Construct implements OidcIssuer {
  readonly provider: IamOpenidConnectProvider;
  readonly host: string;
  readonly audience: string;

  constructor(scope: Construct, id: string, props: TokenIssuerProps) {
    super(scope, id);
    check(this, issuerProblems(props));
    this.host = props.host;
    this.audience = props.audience;
    // No thumbprint: AWS checks the issuer's certificate against its own list of authorities.
    this.provider = new IamOpenidConnectProvider(this, "Default", {
      ...props.overrides?.provider,
      url: `https://${props.host}`,
      clientIdList: [props.audience],
    });
  }

  get arn(): string {
    return this.provider.arn;
  }

  /** The provider that the account of a stack has already. */
  static fromExisting(scope: Construct, address: IssuerAddress): OidcIssuer {
    check(scope, issuerProblems(address));
    return issuerAt(locationOf(scope), address);
  }
}

/** Semaphore, where each organisation is an issuer of its own. */
export function semaphore(organization: string): IssuerAddress {
  const host = `${organization}.semaphoreci.com`;
  return { host, audience: `https://${host}` };
}

/** GitLab; jobs name the audience in `id_tokens`. */
export function gitlab(host = "gitlab.com"): IssuerAddress {
  return { host, audience: `https://${host}` };
}

/** HCP Terraform, or Terraform Enterprise at a host of one's own. */
export function hcpTerraform(host = "app.terraform.io"): IssuerAddress {
  return { host, audience: "aws.workload.identity" };
}

/** An issuer as an account has it: its ARN follows from the account alone. */
export function issuerAt(
  { partition, accountId }: AwsLocation,
  { host, audience }: IssuerAddress,
): OidcIssuer {
  return { arn: `arn:${partition}:iam::${accountId}:oidc-provider/${host}`, host, audience };
}

function issuerProblems({ host, audience }: IssuerAddress): Finding[] {
  return [
    matching(
      "host",
      host,
      /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w./-]*[\w-])?$/,
      "be a host such as gitlab.com, without https://",
    ),
    matching("audience", audience, /^[^\s*]{1,255}$/, "be one exact text, without *"),
  ];
}
