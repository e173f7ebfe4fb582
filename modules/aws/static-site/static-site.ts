import { CloudfrontCachePolicy } from "@cdktf/provider-aws/lib/cloudfront-cache-policy/index.js";
import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution/index.js";
import { CloudfrontFunction } from "@cdktf/provider-aws/lib/cloudfront-function/index.js";
import { CloudfrontKeyValueStore } from "@cdktf/provider-aws/lib/cloudfront-key-value-store/index.js";
import { CloudfrontMonitoringSubscription } from "@cdktf/provider-aws/lib/cloudfront-monitoring-subscription/index.js";
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control/index.js";
import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy/index.js";
import type { ContractOf } from "@groundplan/core/contracts";
import { check } from "@groundplan/core/problems";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { Bucket } from "../bucket/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import type { Handling } from "./behaviours.ts";
import { assetPolicy, cachePolicy } from "./cache.ts";
import { ASSET_PATHS, DEFAULTS } from "./defaults.ts";
import { distributionArguments } from "./distribution-arguments.ts";
import type { SITE_SHAPE } from "./release-contract.ts";
import { securityHeaders } from "./security-headers.ts";
import { alarmOnErrors } from "./site-alarm.ts";
import { SiteKey } from "./site-key.ts";
import { SiteLogs } from "./site-logs.ts";
import { publishRights, readBySite } from "./site-rights.ts";
import { siteProblems } from "./static-site-problems.ts";
import type { StaticSiteProps } from "./static-site-props.ts";
import { edgeRulesOf, viewerRequestCode } from "./viewer-request.ts";

/** Goes after what used it was changed: CloudFront deletes nothing that is in use. */
const LATE = { lifecycle: { createBeforeDestroy: true } };

/**
 * A web site of files: a private bucket behind CloudFront, which alone may read it, with addresses that
 * find their files, headers that browsers keep to, and a grant to publish.
 *
 * @stateful
 */
export class StaticSite extends Construct {
  readonly distribution: CloudfrontDistribution;
  readonly bucket: Bucket;
  readonly viewerRequest: CloudfrontFunction;
  /** Where the hash of a preview's password lies. */
  readonly passwords?: CloudfrontKeyValueStore;
  readonly logs?: SiteLogs;
  /** Key of the files, or of those that were written before `back-to-s3`. */
  private key?: SiteKey;
  private readonly assets: readonly string[];

  constructor(scope: Construct, id: string, props: StaticSiteProps) {
    super(scope, id);
    check(this, siteProblems(props, locationOf(this).region));
    const { name } = props;
    this.assets = props.assets ?? ASSET_PATHS;
    this.bucket = this.createBucket(props);
    if (props.visitors === "with-password") {
      this.passwords = new CloudfrontKeyValueStore(this, "passwords", { name, ...LATE });
    }
    this.viewerRequest = this.createFunction(props);
    this.distribution = this.createDistribution(props);
    this.logs = this.createLogs(props);
    if (props.alarm) alarmOnErrors(this, name, this.distribution.id, props.alarm);
    if (props.detailedMetrics) this.measure();
  }

  /** What DNS is to point to: a CNAME, or an alias of Route 53 in this zone of AWS. */
  get target(): { readonly domainName: string; readonly hostedZoneId: string } {
    const { domainName, hostedZoneId } = this.distribution;
    return { domainName, hostedZoneId };
  }

  /** What a pipeline needs to know, as `SITE_SHAPE` has it. */
  contractValues(): ContractOf<typeof SITE_SHAPE> {
    return {
      bucket: this.bucket.name,
      distribution: this.distribution.id,
      assets: [...this.assets],
    };
  }

  /**
   * Lets a role publish: write and delete the site's files, read and write what it has published
   * before, and `cloudfront:CreateInvalidation` on this distribution. It can read no old version, delete
   * none, and change nothing of bucket or distribution.
   */
  grantPublish(to: AwsGrantee): void {
    const keyArn = this.key?.key.arn;
    grantInline(this, "publish", to, publishRights(this.bucket.arn, this.distribution.arn, keyArn));
  }

  private createBucket({ name, stage, encryption = "s3", ...props }: StaticSiteProps): Bucket {
    // Known when the distribution is there, which needs the bucket.
    const distributionArn = Lazy.stringValue({ produce: () => this.distribution.arn });
    if (encryption !== "s3") this.key = new SiteKey(this, "key", { name, distributionArn });
    return new Bucket(this, "bucket", {
      stage,
      name,
      encryptionKeyArn: encryption === "own-key" ? this.key?.key.arn : undefined,
      protect: props.protect ?? DEFAULTS.protect[stage],
      statements: (bucketArn) => readBySite(bucketArn, distributionArn),
      overrides: props.overrides,
    });
  }

  private createFunction(props: StaticSiteProps): CloudfrontFunction {
    const { name } = props;
    return new CloudfrontFunction(this, "viewer-request", {
      name,
      comment: `Requests of ${name}`,
      runtime: "cloudfront-js-2.0",
      code: viewerRequestCode(edgeRulesOf(props)),
      keyValueStoreAssociations: this.passwords && [this.passwords.arn],
      ...LATE,
    });
  }

  private createDistribution(props: StaticSiteProps): CloudfrontDistribution {
    const access = new CloudfrontOriginAccessControl(this, "access", {
      name: props.name,
      description: `Reads the files of ${props.name}`,
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    const { domainName: bucketDomainName } = this.bucket;
    const parts = { bucketDomainName, accessId: access.id, handling: this.createHandling(props) };
    return new CloudfrontDistribution(this, "Default", distributionArguments(props, parts));
  }

  private createHandling({ name, stage, headers, ...props }: StaticSiteProps): Handling {
    const pageSeconds = props.pageSeconds ?? DEFAULTS.pageSeconds[stage];
    const pages = new CloudfrontCachePolicy(this, "pages", {
      name: `${name}-pages`,
      ...cachePolicy(pageSeconds, pageSeconds),
    });
    const assets = new CloudfrontCachePolicy(this, "assets", {
      name: `${name}-assets`,
      ...assetPolicy(),
    });
    const hstsSeconds = headers?.hstsSeconds ?? DEFAULTS.hstsSeconds[stage];
    const policy = new CloudfrontResponseHeadersPolicy(this, "headers", {
      name,
      ...securityHeaders({ ...headers, hstsSeconds }, props.indexed ?? DEFAULTS.indexed[stage]),
    });
    return {
      pagePolicyId: pages.id,
      assetPolicyId: assets.id,
      headersPolicyId: policy.id,
      functionArn: this.viewerRequest.arn,
    };
  }

  private createLogs({ name, stage, logs, protect }: StaticSiteProps): SiteLogs | undefined {
    const isOn = logs ? !("off" in logs) : DEFAULTS.logged[stage];
    if (!isOn) return undefined;
    const given = logs && "keepDays" in logs ? logs.keepDays : undefined;
    return new SiteLogs(this, "logs", {
      stage,
      name,
      distribution: this.distribution,
      keepDays: given ?? DEFAULTS.logDays[stage],
      protect: protect ?? DEFAULTS.protect[stage],
    });
  }

  private measure(): void {
    const realtimeMetricsSubscriptionConfig = { realtimeMetricsSubscriptionStatus: "Enabled" };
    new CloudfrontMonitoringSubscription(this, "metrics", {
      distributionId: this.distribution.id,
      monitoringSubscription: { realtimeMetricsSubscriptionConfig },
    });
  }
}
