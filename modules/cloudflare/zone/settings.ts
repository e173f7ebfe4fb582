import { between, type Finding, must, oneOf, reasonGiven } from "@groundplan/core/problems";
import type { PerStage, Reason, Stage } from "@groundplan/core/stage";

/** Defaults of what a caller may set. What must hold stands in `settingValues`. */
export const SETTING_DEFAULTS = {
  minTlsVersion: { dev: "1.2", prod: "1.2" } as PerStage<"1.2" | "1.3">,
  securityLevel: { dev: "medium", prod: "medium" } as PerStage<SecurityLevel>,
  challengeTtlSeconds: { dev: 1800, prod: 1800 } as PerStage<number>,
  browserCacheTtlSeconds: { dev: 0, prod: 0 } as PerStage<number>,
  browserCheck: { dev: true, prod: true } as PerStage<boolean>,
  emailObfuscation: { dev: true, prod: true } as PerStage<boolean>,
  hotlinkProtection: { dev: false, prod: false } as PerStage<boolean>,
  hstsMaxAgeSeconds: { dev: 0, prod: 3600 } as PerStage<number>,
};

/** How readily Cloudflare challenges visitors. `under_attack` challenges everyone, clients of an API included. */
export type SecurityLevel = "low" | "medium" | "high" | "under_attack";

/** What may be chosen of a zone's behaviour. Changes take effect at once; none interrupts traffic. */
export interface ZoneSettings {
  /** Oldest TLS version that visitors may speak. @default "1.2" */
  readonly minTlsVersion?: "1.2" | "1.3";
  /**
   * Cipher suites for TLS 1.2, in OpenSSL's names; needs Advanced Certificate Manager. Taking the
   * list away again leaves it in force: Cloudflare keeps what is no longer managed.
   *
   * @default Cloudflare's list
   */
  readonly ciphers?: readonly string[];
  /** Resumes TLS 1.3 without a round trip. Requests can be replayed, so it needs a reason. @default off */
  readonly zeroRoundTrip?: Reason;
  /** Emergency switch: `under_attack` while an attack lasts. @default "medium" */
  readonly securityLevel?: SecurityLevel;
  /** Seconds for which a passed challenge is good, 900 to 2700. @default 1800 */
  readonly challengeTtlSeconds?: number;
  /** Seconds for which browsers keep what they got; 0 leaves it to the origin. @default 0 */
  readonly browserCacheTtlSeconds?: number;
  /** Refuses requests whose headers no browser sends. Some API clients send such headers. @default true */
  readonly browserCheck?: boolean;
  /** Hides mail addresses in HTML from harvesters. @default true */
  readonly emailObfuscation?: boolean;
  /** Refuses images to pages of other sites: mail and apps that show yours included. @default false */
  readonly hotlinkProtection?: boolean;
}

/** HTTP Strict Transport Security: browsers refuse plain HTTP for so long, whatever happens. */
export interface Hsts {
  /**
   * Seconds for which browsers remember it, 0 (off) to 31536000. More than a day is a one-way door
   * and needs `reason`: start with an hour, go to a year when the cutover has been stable.
   *
   * @default 0 in dev, 3600 in prod
   */
  readonly maxAgeSeconds?: number;
  /** Holds for every name below the apex, grey ones and those without HTTPS included. @default false */
  readonly includeSubdomains?: boolean;
  /** Asks to be built into browsers. Takes months to undo; needs a year, subdomains and `reason`. @default false */
  readonly preload?: boolean;
  /** Why it is safe to go beyond a day. @default nothing: a day at most */
  readonly reason?: string;
}

/** One setting as the API knows it. The value is a string, number, list or snake_case object. */
export interface SettingValue {
  readonly settingId: string;
  readonly value: unknown;
  /** Why it is looser than it should be. */
  readonly reason?: string;
}

const DAY = 86400;
const YEAR = 31536000;

/**
 * The settings that a zone gets: an allow-list of those that do not drift at provider 5.14.0
 * (terraform-provider-cloudflare#5795 and #1987 tell of those that do).
 */
export function settingValues(
  stage: Stage,
  settings: ZoneSettings,
  hsts: Hsts,
): readonly SettingValue[] {
  const zeroRoundTrip = settings.zeroRoundTrip !== undefined;
  return [
    { settingId: "ssl", value: "strict" },
    { settingId: "always_use_https", value: "on" },
    { settingId: "automatic_https_rewrites", value: "on" },
    // With 0-RTT on, the API answers "zrt" for TLS 1.3: "on" would be changed at every plan.
    { settingId: "tls_1_3", value: zeroRoundTrip ? "zrt" : "on" },
    { settingId: "0rtt", value: onOff(zeroRoundTrip), reason: settings.zeroRoundTrip?.reason },
    { settingId: "security_header", value: hstsValue(stage, hsts), reason: hsts.reason },
    { settingId: "always_online", value: "off" },
    { settingId: "ip_geolocation", value: "on" },
    { settingId: "brotli", value: "on" },
    { settingId: "http3", value: "on" },
    { settingId: "early_hints", value: "on" },
    ...chosenValues(stage, settings),
  ];
}

function chosenValues(stage: Stage, given: ZoneSettings): SettingValue[] {
  const pick = <K extends keyof typeof SETTING_DEFAULTS & keyof ZoneSettings>(key: K) =>
    (given[key] ?? SETTING_DEFAULTS[key][stage]) as NonNullable<ZoneSettings[K]>;
  return [
    { settingId: "min_tls_version", value: pick("minTlsVersion") },
    { settingId: "security_level", value: pick("securityLevel") },
    { settingId: "challenge_ttl", value: pick("challengeTtlSeconds") },
    { settingId: "browser_cache_ttl", value: pick("browserCacheTtlSeconds") },
    { settingId: "browser_check", value: onOff(pick("browserCheck")) },
    { settingId: "email_obfuscation", value: onOff(pick("emailObfuscation")) },
    { settingId: "hotlink_protection", value: onOff(pick("hotlinkProtection")) },
    ...(given.ciphers ? [{ settingId: "ciphers", value: [...given.ciphers] }] : []),
  ];
}

function hstsValue(stage: Stage, hsts: Hsts): unknown {
  const maxAge = hsts.maxAgeSeconds ?? SETTING_DEFAULTS.hstsMaxAgeSeconds[stage];
  return {
    strict_transport_security: {
      enabled: maxAge > 0,
      max_age: maxAge,
      include_subdomains: hsts.includeSubdomains ?? false,
      preload: hsts.preload ?? false,
      nosniff: true,
    },
  };
}

/** What is wrong with the settings and the HSTS policy. */
export function settingProblems(settings: ZoneSettings, hsts: Hsts): Finding[] {
  return [
    oneOf("settings.minTlsVersion", settings.minTlsVersion, ["1.2", "1.3"]),
    oneOf("settings.securityLevel", settings.securityLevel, [
      "low",
      "medium",
      "high",
      "under_attack",
    ]),
    oneOf("settings.challengeTtlSeconds", settings.challengeTtlSeconds, [900, 1800, 2700]),
    between("settings.browserCacheTtlSeconds", settings.browserCacheTtlSeconds, 0, YEAR),
    must(settings.ciphers?.length !== 0, "settings.ciphers", "name at least one cipher"),
    settings.zeroRoundTrip !== undefined &&
      reasonGiven("settings.zeroRoundTrip", settings.zeroRoundTrip.reason),
    ...hstsProblems(hsts),
  ];
}

function hstsProblems({ maxAgeSeconds = 0, includeSubdomains, preload, reason }: Hsts): Finding[] {
  const oneWay = maxAgeSeconds > DAY || preload === true;
  return [
    between("hsts.maxAgeSeconds", maxAgeSeconds, 0, YEAR),
    oneWay && reasonGiven("hsts", reason),
    must(
      !preload || (maxAgeSeconds === YEAR && includeSubdomains === true),
      "hsts.preload",
      `be used only with maxAgeSeconds ${YEAR} and includeSubdomains`,
    ),
  ];
}

function onOff(value: boolean): "on" | "off" {
  return value ? "on" : "off";
}
