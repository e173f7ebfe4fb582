import type { IamOpenidConnectProviderConfig } from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import { GITHUB_ISSUER } from "@groundplan/core/github";
import type { Construct } from "constructs";
import { type IssuerAddress, type OidcIssuer, TokenIssuer } from "./token-issuer.ts";

/** GitHub, with the audience that `aws-actions/configure-aws-credentials` asks tokens for. */
export const GITHUB: IssuerAddress = { host: GITHUB_ISSUER, audience: "sts.amazonaws.com" };

export interface GithubIssuerProps {
  /** Last word on the provider; shallow. See the README. */
  readonly overrides?: { readonly provider?: Partial<IamOpenidConnectProviderConfig> };
}

/**
 * GitHub as an identity provider of the account. There can be one in an account: where it stands
 * already, use `GithubIssuer.fromExisting`.
 */
export class GithubIssuer extends TokenIssuer {
  constructor(scope: Construct, id: string, props: GithubIssuerProps = {}) {
    super(scope, id, { ...props, ...GITHUB });
  }

  /** The provider that the account of a stack has already. */
  static override fromExisting(scope: Construct): OidcIssuer {
    return TokenIssuer.fromExisting(scope, GITHUB);
  }
}
