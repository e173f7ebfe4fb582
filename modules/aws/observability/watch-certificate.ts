import type { Alarm, Severity } from "./alarm.ts";
import type { Watch } from "./watch.ts";

/** A certificate of ACM as its alarms need it. */
export interface WatchedCertificate {
  /** Name that it is for: `example.com`. */
  readonly domainName: string;
  readonly arn: string;
}

/** What to watch of a certificate. ACM renews it 60 days before the end, by mail 45 days. */
export function watchCertificate({ domainName, arn }: WatchedCertificate): Watch {
  const ends = (severity: Severity, days: number): Alarm => ({
    severity,
    reason: `The certificate of ${domainName} ends in less than ${days} days: it was not renewed`,
    runbook:
      "Put the certificate's validation records back into the zone; one that was imported is renewed by its owner",
    metrics: {
      days: {
        namespace: "AWS/CertificateManager",
        name: "DaysToExpiry",
        dimensions: { CertificateArn: arn },
        statistic: "Minimum",
      },
    },
    limit: { below: days },
    everyMinutes: 24 * 60,
    times: 1,
    // ACM tells it daily, and no more once the certificate has ended: an alarm stays.
    missing: "as-before",
  });
  return {
    title: `certificate of ${domainName}`,
    alarms: { renewal: ends("warning", 30), end: ends("critical", 10) },
  };
}
