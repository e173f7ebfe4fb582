import { only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { makeHost, PROD } from "./testing/index.ts";

const template = makeHost(PROD);
const alerts = Object.values(resourcesOf(template, "google_monitoring_alert_policy"));
const alert = (what: string) => alerts.find(({ display_name }) => display_name.endsWith(what))!;

describe("the watch", () => {
  it("asks from outside by HTTPS, every minute, and looks at the certificate", () => {
    expect(only(template, "google_monitoring_uptime_check_config")).toMatchObject({
      period: "60s",
      http_check: { path: "/health", port: 443, use_ssl: true, validate_ssl: true },
      monitored_resource: {
        type: "uptime_url",
        labels: { project_id: "acme-dev", host: "graph.example.org" },
      },
    });
  });

  it("rings for no answer, an old certificate, a full disk or memory, and a sick release", () => {
    expect(alerts.map(({ display_name }) => display_name).sort()).toEqual([
      "acme-prod-graph: certificate runs out",
      "acme-prod-graph: disk or memory runs out",
      "acme-prod-graph: does not answer",
      "acme-prod-graph: went back to the release before",
    ]);
    for (const { notification_channels } of alerts) {
      expect(notification_channels).toEqual(["projects/acme-prod/notificationChannels/1"]);
    }
  });

  it("waits until two of Google's places get no answer", () => {
    const [condition] = alert("does not answer").conditions;
    expect(condition.condition_threshold).toMatchObject({
      comparison: "COMPARISON_GT",
      threshold_value: 1,
      filter: expect.stringContaining("uptime_check/check_passed"),
    });
  });

  it("complains of a certificate 14 days before its end, or as many as are said", () => {
    const [condition] = alert("certificate runs out").conditions;
    expect(condition.condition_threshold).toMatchObject({
      comparison: "COMPARISON_LT",
      threshold_value: 14,
    });
    const other = makeHost({ ...PROD, watch: { ...PROD.watch, certificateDays: 30 } });
    expect(JSON.stringify(other)).toContain('"threshold_value":30');
  });

  it("counts loop devices and memory that is a disk as none", () => {
    const [disk, memory] = alert("disk or memory runs out").conditions;
    expect(disk.condition_threshold.filter).toContain('full_match("/dev/loop.*|tmpfs|overlay")');
    expect(disk.condition_threshold.threshold_value).toBe(85);
    expect(memory.condition_threshold.threshold_value).toBe(90);
  });

  it("rings once for what the host writes when it goes back", () => {
    const { conditions, alert_strategy } = alert("went back to the release before");
    expect(conditions[0].condition_matched_log.filter).toContain(
      'jsonPayload.MESSAGE=~"^deploy: .* did not become healthy"',
    );
    expect(alert_strategy.notification_rate_limit).toEqual({ period: "3600s" });
    expect(alert("does not answer").alert_strategy).toBeUndefined();
  });

  it("knows nothing of disks where no Ops Agent runs", () => {
    const composeImage = `docker.io/library/docker@sha256:${"cd".repeat(32)}`;
    const image = { system: "cos", project: "cos-cloud", image: "cos-121", composeImage } as const;
    const made = resourcesOf(makeHost({ ...PROD, image }), "google_monitoring_alert_policy");
    expect(Object.keys(made)).toHaveLength(2);
  });
});
