import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate/index.js";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation/index.js";
import { CloudfrontCachePolicy } from "@cdktf/provider-aws/lib/cloudfront-cache-policy/index.js";
import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution/index.js";
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control/index.js";
import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { Wafv2IpSet } from "@cdktf/provider-aws/lib/wafv2-ip-set/index.js";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl/index.js";
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record/index.js";
import { Healthcheck } from "@cdktf/provider-cloudflare/lib/healthcheck/index.js";
import { R2Bucket } from "@cdktf/provider-cloudflare/lib/r2-bucket/index.js";
import { Ruleset } from "@cdktf/provider-cloudflare/lib/ruleset/index.js";
import { WorkersKvNamespace } from "@cdktf/provider-cloudflare/lib/workers-kv-namespace/index.js";
import { Zone } from "@cdktf/provider-cloudflare/lib/zone/index.js";
import { ZoneDnssec } from "@cdktf/provider-cloudflare/lib/zone-dnssec/index.js";
import { ZoneSetting } from "@cdktf/provider-cloudflare/lib/zone-setting/index.js";
import { type App, Fn } from "cdktf";
import { WorkloadStack } from "./base.ts";
import type { Settings } from "./settings.ts";

const ACCOUNT = "0123456789abcdef0123456789abcdef";
const SITES = ["www", "app", "docs", "admin", "status"];
const ZONE_SETTINGS = { ssl: "strict", min_tls_version: "1.2", brotli: "on", http3: "on" };
const OFFICES = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];

/** Certificates, distributions and a firewall on AWS; a zone and its rules on Cloudflare. */
export class EdgeStack extends WorkloadStack {
  constructor(app: App, settings: Settings) {
    super(app, "edge", settings, ["aws", "cloudflare"]);
    const dns = new Route53Zone(this, "dns", { name: settings.domain });
    const certificate = this.createCertificate(dns);
    const firewall = this.createFirewall();
    const cache = new CloudfrontCachePolicy(this, "cache", {
      name: this.named("cache"),
      defaultTtl: 3600,
      parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: "none" },
        headersConfig: { headerBehavior: "none" },
        queryStringsConfig: {
          queryStringBehavior: "whitelist",
          queryStrings: { items: ["page", "size"] },
        },
      },
    });
    for (const site of SITES) this.createSite(site, dns, certificate, firewall, cache);
    this.createZone();
  }

  private createCertificate(dns: Route53Zone): AcmCertificate {
    const certificate = new AcmCertificate(this, "certificate", {
      domainName: this.settings.domain,
      subjectAlternativeNames: [`*.${this.settings.domain}`],
      validationMethod: "DNS",
      lifecycle: { createBeforeDestroy: true },
    });
    const option = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(this, "certificate-proof", {
      zoneId: dns.zoneId,
      name: option.resourceRecordName,
      type: option.resourceRecordType,
      ttl: 60,
      records: [option.resourceRecordValue],
    });
    new AcmCertificateValidation(this, "certificate-valid", {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
    });
    return certificate;
  }

  private createFirewall(): Wafv2WebAcl {
    const offices = new Wafv2IpSet(this, "offices", {
      name: this.named("offices"),
      scope: "CLOUDFRONT",
      ipAddressVersion: "IPV4",
      addresses: OFFICES,
    });
    const visible = (metricName: string) => ({
      cloudwatchMetricsEnabled: true,
      metricName,
      sampledRequestsEnabled: true,
    });
    return new Wafv2WebAcl(this, "firewall", {
      name: this.named("firewall"),
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: visible("all"),
      rule: [
        {
          name: "offices",
          priority: 0,
          action: { allow: {} },
          statement: { ip_set_reference_statement: { arn: offices.arn } },
          visibilityConfig: visible("offices"),
        },
        {
          name: "rate",
          priority: 1,
          action: { block: {} },
          statement: { rate_based_statement: { limit: 2000, aggregate_key_type: "IP" } },
          visibilityConfig: visible("rate"),
        },
      ],
    });
  }

  private createSite(
    site: string,
    dns: Route53Zone,
    certificate: AcmCertificate,
    firewall: Wafv2WebAcl,
    cache: CloudfrontCachePolicy,
  ): void {
    const host = `${site}.${this.settings.domain}`;
    const access = new CloudfrontOriginAccessControl(this, `site-${site}-access`, {
      name: this.named(site),
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    const headers = new CloudfrontResponseHeadersPolicy(this, `site-${site}-headers`, {
      name: this.named(`${site}-headers`),
      securityHeadersConfig: {
        contentTypeOptions: { override: true },
        strictTransportSecurity: { accessControlMaxAgeSec: 31536000, override: true },
      },
    });
    const distribution = new CloudfrontDistribution(this, `site-${site}`, {
      enabled: true,
      aliases: [host],
      webAclId: firewall.arn,
      origin: [{ originId: "s3", domainName: `${host}.s3.test`, originAccessControlId: access.id }],
      defaultCacheBehavior: {
        targetOriginId: "s3",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: cache.id,
        responseHeadersPolicyId: headers.id,
        viewerProtocolPolicy: "redirect-to-https",
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { acmCertificateArn: certificate.arn, sslSupportMethod: "sni-only" },
    });
    for (const type of ["A", "AAAA"]) {
      new Route53Record(this, `site-${site}-${type.toLowerCase()}`, {
        zoneId: dns.zoneId,
        name: host,
        type,
        alias: {
          name: distribution.domainName,
          zoneId: distribution.hostedZoneId,
          evaluateTargetHealth: false,
        },
      });
    }
  }

  private createZone(): void {
    const zone = new Zone(this, "zone", { name: this.settings.domain, account: { id: ACCOUNT } });
    new ZoneDnssec(this, "dnssec", { zoneId: zone.id, status: "active" });
    for (const [settingId, value] of Object.entries(ZONE_SETTINGS)) {
      new ZoneSetting(this, `setting-${settingId}`, {
        zoneId: zone.id,
        settingId,
        value: { value },
      });
    }
    for (const name of ["api", "mail", "cdn", "vpn", "git", "ci", "chat", "wiki"]) {
      new DnsRecord(this, `record-${name}`, {
        zoneId: zone.id,
        name: Fn.join(".", [name, this.settings.domain]),
        type: "CNAME",
        content: `${name}.origin.${this.settings.domain}`,
        ttl: 1,
        proxied: name !== "mail",
      });
    }
    for (const path of ["live", "ready"]) {
      new Healthcheck(this, `health-${path}`, {
        zoneId: zone.id,
        name: this.named(path),
        address: `api.${this.settings.domain}`,
        type: "HTTPS",
        httpConfig: { path: `/${path}`, expectedCodes: ["200"], method: "GET" },
      });
    }
    new Ruleset(this, "rules", {
      zoneId: zone.id,
      name: "custom rules",
      kind: "zone",
      phase: "http_request_firewall_custom",
      rules: OFFICES.map((range, index) => ({
        ref: `office-${index}`,
        action: "skip",
        expression: `(ip.src in {${range}})`,
        actionParameters: { phases: ["http_ratelimit"] },
        enabled: true,
      })),
    });
    new R2Bucket(this, "r2", { accountId: ACCOUNT, name: this.named("r2") });
    new WorkersKvNamespace(this, "kv", { accountId: ACCOUNT, title: this.named("kv") });
  }
}
