import { describe, expect, it } from "vitest";
import { IMAGE_NEEDS } from "../../../apps/music-graph/host-image.ts";
import { synthEstate } from "../../../environments/test/synth-estate.ts";
import { only, resourcesOf } from "../../../modules/core/testing/synth.ts";
import { missing } from "../../parts/parts.ts";
import { filesOf } from "./host.ts";
import { verifyUnits } from "./units.ts";

const estate = synthEstate();
const hosts = ["dev", "prod"].map((environment) => {
  const { template } = estate.get(`${environment}-music-graph-host`)!;
  const { metadata } = only(template, "google_compute_instance");
  return { environment, template, files: filesOf(metadata["startup-script"]) };
});

describe.each(hosts)("the host of music-graph in $environment", ({ template, files }) => {
  const compose = JSON.parse(files["/var/lib/groundplan/compose.json"]!);

  it("lets visitors in by 443 and people by Google's proxy, and nobody else", () => {
    const rules = Object.values(resourcesOf(template, "google_compute_firewall"));
    const open = rules.map(({ allow, source_ranges }) => `${allow[0].ports} ${source_ranges}`);
    expect(open.sort()).toEqual([
      "22 35.235.240.0/20",
      expect.stringMatching(/^443 (0\.0\.0\.0\/0|203\.0\.113\.0\/24)$/),
    ]);
  });

  it("shows 443 of the proxy to the network, and the database to itself alone", () => {
    const ports = Object.values<{ ports?: string[] }>(compose.services).flatMap(
      (service) => service.ports ?? [],
    );
    expect(ports.sort()).toEqual(["127.0.0.1:5432:5432", "443:443"]);
  });

  it("keeps data and certificates on the disk that stays", () => {
    const volumes = Object.values<{ volumes?: string[] }>(compose.services).flatMap(
      (service) => service.volumes ?? [],
    );
    const kept = volumes.filter((volume) => !volume.startsWith("/etc/groundplan/"));
    expect(kept.sort()).toEqual([
      "/mnt/disks/data/letsencrypt:/etc/letsencrypt:ro",
      "/mnt/disks/data/postgres:/var/lib/postgresql/data",
    ]);
    expect(files["/etc/systemd/system/certbot-renew.service"]).toContain(
      "--config-dir /mnt/disks/data/letsencrypt ",
    );
  });

  it("proves by DNS the very names that the proxy serves", () => {
    const names = /server_name ([^;]+);/.exec(files["/etc/groundplan/proxy.conf"]!)![1]!.split(" ");
    const unit = files["/etc/systemd/system/certbot-renew.service"]!;
    const proved = [...unit.matchAll(/--domain (\S+)/g)].map(([, name]) => name);
    expect(proved).toEqual(names);
    expect(unit).toContain("--dns-route53");
    expect(unit).not.toMatch(/--(standalone|webroot|http)/);
  });

  it("complains of a certificate that ends soon, and of one that the proxy does not show", () => {
    const [certificate] = /\/live\/.*fullchain.pem/.exec(files["/etc/groundplan/proxy.conf"]!)!;
    expect(files["/etc/systemd/system/certificate-check.service"]).toContain(
      `--file /mnt/disks/data/letsencrypt${certificate} --connect localhost --days 20`,
    );
  });

  it("asks for a certificate less often than Let's Encrypt forgives, and comes to an end", () => {
    const unit = files["/etc/systemd/system/certbot-renew.service"]!;
    const timer = files["/etc/systemd/system/certbot-renew.timer"]!;
    const number = (pattern: RegExp, text: string) => Number(pattern.exec(text)?.[1]);
    const minutes = number(/^Restart=on-failure\nRestartSec=(\d+)min$/m, unit);
    const hoursOfTries = (minutes * number(/^StartLimitBurst=(\d+)$/m, unit)) / 60;
    const counted = number(/^StartLimitIntervalSec=(\d+)h$/m, unit);
    const pause = number(/^OnUnitInactiveSec=(\d+)h$/m, timer);
    // A failure is forgiven every 12 minutes; the rest is room for reboots and for people.
    expect(minutes).toBeGreaterThan(12);
    // The end comes before the first try is forgotten, and is forgotten when the timer tries again.
    expect(counted).toBeGreaterThan(hoursOfTries);
    expect(hoursOfTries + pause).toBeGreaterThan(counted);
  });

  it("calls nothing that the image need not have", () => {
    const all = Object.entries(files).filter(([path]) => !path.startsWith("/var/lib/groundplan/"));
    const called = all.flatMap(([, text]) => text.match(/\/(opt|usr\/bin)\/[\w./-]+/g) ?? []);
    const has = [
      ...IMAGE_NEEDS.files,
      ...IMAGE_NEEDS.programs.map((program) => `/usr/bin/${program}`),
    ];
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((path) => !has.includes(path))).toEqual([]);
  });

  it.skipIf(missing("systemd-analyze"))("has units that systemd accepts", () => {
    expect(verifyUnits(files)).toEqual({ count: 11, said: "" });
  });
});
