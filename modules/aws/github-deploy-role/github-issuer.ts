import {
  IamOpenidConnectProvider,
  type IamOpenidConnectProviderConfig,
} from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import { GITHUB_ISSUER } from "@groundplan/core/github";
import { Construct } from "constructs";
import { type AwsLocation, locationOf } from "../account/index.ts";

/** Who signs the tokens that a role trusts. GitHub is one; others have the same three fields. */
export interface OidcIssuer {
  /** ARN of the identity provider in IAM. */
  readonly arn: string;
  /** Host of the issuer, without a scheme: what condition keys begin with. */
  readonly host: string;
  /** Audience that a token must be made for. */
  readonly audience: string;
}

/** Audience that the tokens of `aws-actions/configure-aws-credentials` are made for. */
const STS_AUDIENCE = "sts.amazonaws.com";

export interface GithubIssuerProps {
  /** Last word on the provider; shallow. See the README. */
  readonly overrides?: { readonly provider?: Partial<IamOpenidConnectProviderConfig> };
}

/**
 * GitHub as an identity provider of the account. There can be one in an account: where it stands
 * already, use `GithubIssuer.fromExisting`.
 */
export class GithubIssuer extends Construct implements OidcIssuer {
  readonly provider: IamOpenidConnectProvider;
  readonly host = GITHUB_ISSUER;
  readonly audience = STS_AUDIENCE;

  constructor(scope: Construct, id: string, props: GithubIssuerProps = {}) {
    super(scope, id);
    // No thumbprint: AWS checks GitHub's certificate against its own list of authorities.
    this.provider = new IamOpenidConnectProvider(this, "Default", {
      ...props.overrides?.provider,
      url: `https://${GITHUB_ISSUER}`,
      clientIdList: [STS_AUDIENCE],
    });
  }

  get arn(): string {
    return this.provider.arn;
  }

  /** The provider that the account of a stack has already. */
  static fromExisting(scope: Construct): OidcIssuer {
    return issuerAt(locationOf(scope));
  }
}

/** GitHub as an account has it: its ARN follows from the account alone. */
export function issuerAt({ partition, accountId }: AwsLocation): OidcIssuer {
  return {
    arn: `arn:${partition}:iam::${accountId}:oidc-provider/${GITHUB_ISSUER}`,
    host: GITHUB_ISSUER,
    audience: STS_AUDIENCE,
  };
}
