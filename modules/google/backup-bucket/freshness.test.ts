import { only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { BackupBucket, type BackupBucketProps } from "./index.ts";

const CHANNEL = "projects/acme-dev/notificationChannels/1";

const template = (change: Partial<BackupBucketProps>) =>
  synth((stack) => {
    const location = { region: "europe-west1" };
    const props = { stage: "dev", name: "acme-dev-backups", location } as const;
    new BackupBucket(stack, "backups", { ...props, ...change });
  });

const alert = (change: Partial<BackupBucketProps>) =>
  only(template(change), "google_monitoring_alert_policy");

const query = (change: Partial<BackupBucketProps>): string =>
  alert(change).conditions[0].condition_prometheus_query_language.query;

describe("the freshness alert", () => {
  it("rings after 26 hours without a write, and where there never was one", () => {
    expect(query({ freshness: { channels: [CHANNEL] } })).toBe(
      '(sum(increase({"storage.googleapis.com/api/request_count",monitored_resource="gcs_bucket",bucket_name="acme-dev-backups",method="WriteObject",response_code="OK"}[26h])) or vector(0)) == 0',
    );
  });

  it("tells the channels named, as an emergency", () => {
    const made = alert({ freshness: { channels: [CHANNEL], maxAgeHours: 50 } });
    expect(made).toMatchObject({
      display_name: "acme-dev-backups: no backup for 50 hours",
      severity: "CRITICAL",
      notification_channels: [CHANNEL],
    });
  });

  it("counts only manifests where it is told to, since a dump without one is no backup", () => {
    const freshness = { channels: [CHANNEL], counts: "manifests" } as const;
    const [[name, metric]] = Object.entries(
      resourcesOf(template({ freshness }), "google_logging_metric"),
    ) as [[string, { filter: string }]];
    expect(metric.filter).toContain('protoPayload.resourceName=~"\\.manifest\\.json$"');
    expect(query({ freshness })).toContain(
      '"logging.googleapis.com/user/acme-dev-backups-manifests"',
    );
    expect(alert({ freshness }).depends_on).toEqual([`google_logging_metric.${name}`]);
  });

  it("keeps its channels whatever is overridden", () => {
    const overrides = { alert: { severity: "WARNING", notificationChannels: [] } };
    expect(alert({ freshness: { channels: [CHANNEL] }, overrides })).toMatchObject({
      severity: "WARNING",
      notification_channels: [CHANNEL],
    });
  });

  it("is not there where nobody is told, and the reason is on the bucket", () => {
    const made = template({ freshness: { reason: "The dead-man switch of the timer rings" } });
    expect(made.resource["google_monitoring_alert_policy"]).toBeUndefined();
    expect(only(made, "google_storage_bucket").labels).toEqual({
      unwatched: "the_dead-man_switch_of_the_timer_rings",
    });
  });
});
