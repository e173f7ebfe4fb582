import type { ZeroTrustAccessApplicationConfig } from "@cdktf/provider-cloudflare/lib/zero-trust-access-application/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { DnsZone } from "../zone/dns-zone.ts";
import type { AccessPolicy } from "./policy.ts";

export interface AccessProps extends ModuleProps {
  /** The account with the Zero Trust organisation. A change replaces everything: seconds without a door. */
  readonly accountId: string;

  /** What people see when they log in. Policies begin with it. A change happens in place. */
  readonly name: string;

  /** The zone that the hosts are in. Its records must be proxied, or nobody is asked. */
  readonly zone: DnsZone;

  /**
   * What is behind the door, in any order: `admin.example.com`, or with a path `example.com/admin`. A
   * change happens in place: what is taken out is open at once.
   */
  readonly hosts: readonly string[];

  /**
   * Who gets in, by a key of yours. They are tried in the order listed, and whom none is for stays out.
   * A change takes effect at the next login.
   */
  readonly policies: Readonly<Record<string, AccessPolicy>>;

  /**
   * Hours until people log in again, 1 to 730.
   *
   * @default 24 in dev, 8 in prod: a day of work
   */
  readonly sessionHours?: number;

  /**
   * Cloudflare's ids of the identity providers to log in with, in any order. With a single one people
   * are sent there without a page to choose on.
   *
   * @default all of the organisation, a code by mail among them
   */
  readonly identityProviderIds?: readonly string[];

  /**
   * Refuses every plan that would delete the application: what is behind it would be open to everybody.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on the application; shallow. See the README. */
  readonly overrides?: { readonly application?: Partial<ZeroTrustAccessApplicationConfig> };
}
