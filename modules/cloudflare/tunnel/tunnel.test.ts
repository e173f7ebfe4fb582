import { addresses, only, resourcesOf, testApp } from "@groundplan/core/testing/synth";
import { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { Records } from "../records/index.ts";
import { refusals, synth } from "../testing/index.ts";
import { type DnsZone, Zone } from "../zone/index.ts";
import { Tunnel, type TunnelProps, type TunnelRoute, tunnelRecords } from "./index.ts";

type Change = Partial<Omit<TunnelProps, "zone">>;

const ACCOUNT = "0123456789abcdef0123456789abcdef";
const HOST = "app.example.com";
const APP: TunnelRoute = { hostname: HOST, service: "http://127.0.0.1:8000" };

const build = (change: Change) => (stack: TerraformStack) =>
  new Tunnel(stack, "host", {
    stage: "prod",
    accountId: ACCOUNT,
    name: "acme-prod-host",
    routes: { app: APP },
    ...change,
    zone: Zone.fromExisting(stack, "zone", { zoneId: "0123", name: "example.com", plan: "free" }),
  });

const tunnelOf = (change: Change = {}) =>
  only(synth(build(change)), "cloudflare_zero_trust_tunnel_cloudflared");

const ingressOf = (routes: TunnelProps["routes"]) =>
  only(synth(build({ routes })), "cloudflare_zero_trust_tunnel_cloudflared_config")["config"];

const refused = (change: Change) => refusals(build(change));
const refusedRoute = (route: Partial<TunnelRoute>) =>
  refused({ routes: { app: { ...APP, ...route } } });

describe("Tunnel", () => {
  it("keeps its address: another tunnel has another token, and the host is cut off", () => {
    expect(addresses(synth(build({})))).toContain("cloudflare_zero_trust_tunnel_cloudflared.host");
  });

  it("is configured at Cloudflare and knows no secret, which could not be changed (#5561)", () => {
    expect(tunnelOf()).toEqual({
      account_id: ACCOUNT,
      name: "acme-prod-host",
      config_src: "cloudflare",
      lifecycle: { prevent_destroy: true },
    });
  });

  it("asks for no token: the data source would keep it in the state, and does not hide it (5.14.0)", () => {
    expect(synth(build({})).data).toEqual({});
  });

  it.each([
    { stage: "dev", protect: false },
    { stage: "prod", protect: true },
  ] as const)("is protected in $stage: $protect", ({ stage, protect }) => {
    expect(tunnelOf({ stage })["lifecycle"]).toEqual({ prevent_destroy: protect });
  });
});

describe("the rules of a tunnel", () => {
  it("are all in one place (#5791), end with one for the rest, and say nothing of requests as a whole (#2234)", () => {
    expect(ingressOf({ app: APP })).toEqual({
      ingress: [
        { hostname: HOST, service: "http://127.0.0.1:8000" },
        { service: "http_status:404" },
      ],
    });
  });

  it("stand as listed, with what each says of its service", () => {
    const routes = {
      admin: {
        hostname: HOST,
        path: "^/admin",
        service: "https://10.0.0.5",
        serverName: "admin.internal",
        connectTimeoutSeconds: 5,
        unverifiedCertificate: { reason: "The appliance signs its own certificate" },
        access: { teamName: "acme", audience: "f0f0" },
      },
      app: { ...APP, hostHeader: "app.internal" },
    };
    expect(ingressOf(routes)["ingress"]).toEqual([
      {
        hostname: HOST,
        path: "^/admin",
        service: "https://10.0.0.5",
        origin_request: {
          connect_timeout: 5,
          origin_server_name: "admin.internal",
          no_tls_verify: true,
          access: { required: true, team_name: "acme", aud_tag: ["f0f0"] },
        },
      },
      {
        hostname: HOST,
        service: "http://127.0.0.1:8000",
        origin_request: { http_host_header: "app.internal" },
      },
      { service: "http_status:404" },
    ]);
  });

  it("carry the reason for a certificate that nobody checks as a comment in the stack", () => {
    const reason = "The appliance signs its own certificate";
    const route = { ...APP, service: "https://10.0.0.5", unverifiedCertificate: { reason } };
    synth((stack) => {
      const { rules } = build({ routes: { appliance: route } })(stack);
      const [attributes] = Object.values(
        rules.toTerraform().resource.cloudflare_zero_trust_tunnel_cloudflared_config,
      );
      expect(attributes).toMatchObject({ "//": { reasons: { appliance: reason } } });
    });
  });
});

describe("a rule of a tunnel", () => {
  it("can be given what no prop is for", () => {
    const template = synth((stack) => {
      const { rules } = build({})(stack);
      rules.addOverride("config.ingress.0.origin_request.keep_alive_connections", 10);
    });
    const { config } = only(template, "cloudflare_zero_trust_tunnel_cloudflared_config");
    expect(config.ingress[0].origin_request).toEqual({ keep_alive_connections: 10 });
  });
});

describe("the records of a tunnel", () => {
  it("lead each of its names into it, through Cloudflare", () => {
    const routes = {
      api: { ...APP, path: "^/api" },
      app: APP,
      apex: { ...APP, hostname: "example.com" },
    };
    const template = synth((stack) => {
      const { records } = build({ routes })(stack);
      const zone = stack.node.findChild("zone") as DnsZone;
      new Records(stack, "records", { stage: "prod", zone, records });
    });
    const made = Object.values(resourcesOf(template, "cloudflare_dns_record"));
    expect(made.map(({ name, proxied }) => [name, proxied])).toEqual([
      ["example.com", true],
      [HOST, true],
    ]);
    expect(made[1]!["content"]).toContain(
      "cloudflare_zero_trust_tunnel_cloudflared.host.id}.cfargotunnel.com",
    );
  });

  it("are the same in a stack that has the target from a contract", () => {
    expect(tunnelRecords([HOST, HOST], "f70f.cfargotunnel.com")).toEqual([
      { type: "CNAME", name: HOST, target: "f70f.cfargotunnel.com", proxied: true },
    ]);
  });
});

describe("a tunnel is refused", () => {
  it("with everything that is wrong at once", () => {
    const routes = {
      App: { hostname: "app.example.org", service: "127.0.0.1:8000", path: "(" },
      star: { hostname: "*.example.com", service: "http://127.0.0.1/path" },
    };
    expect(refused({ accountId: "acme", name: "My Host", routes })).toEqual([
      'test/host: accountId must be 32 hexadecimal characters, got "acme"',
      'test/host: name must be lower-case letters, digits and -, got "My Host"',
      'test/host: routes must have keys in kebab case, got "App"',
      'test/host: routes.App.hostname must be example.com or end in .example.com, got "app.example.org"',
      'test/host: routes.App.path must be a regular expression, got "("',
      'test/host: routes.App.service must be http://, https://, tcp://, ssh:// or rdp:// and a host without a path, unix:/path or http_status:404, got "127.0.0.1:8000"',
      'test/host: routes.star.hostname must be lower-case labels of letters, digits and hyphens, got "*.example.com"',
      'test/host: routes.star.service must be http://, https://, tcp://, ssh:// or rdp:// and a host without a path, unix:/path or http_status:404, got "http://127.0.0.1/path"',
    ]);
    expect(refused({ routes: {} })).toEqual(["test/host: routes must have at least one route"]);
  });

  it("under a name that the account has, in whatever stack", () => {
    const app = testApp();
    build({})(new TerraformStack(app, "dev"));
    expect(() => build({})(new TerraformStack(app, "prod"))).toThrow(
      'prod/host: name must be another one: dev/host has it in this account, got "acme-prod-host"',
    );
    const elsewhere = { accountId: "f".repeat(32) };
    expect(() => build(elsewhere)(new TerraformStack(app, "other"))).not.toThrow();
  });

  it("when a route is hidden by another one", () => {
    expect(refused({ routes: { app: APP, admin: { ...APP, path: "^/admin" } } })).toEqual([
      "test/host: routes.admin must stand before app, which takes all that it is for",
    ]);
    expect(refused({ routes: { admin: { ...APP, path: "^/admin" }, app: APP } })).toEqual([]);
  });

  it("when a service in clear is to show a certificate, or one is not checked without a reason", () => {
    expect(refusedRoute({ serverName: "app.internal", connectTimeoutSeconds: 0 })).toEqual([
      "test/host: routes.app.connectTimeoutSeconds must be 1 to 300, got 0",
      'test/host: routes.app must have serverName and unverifiedCertificate for https:// only, got "http://127.0.0.1:8000"',
    ]);
    const unverifiedCertificate = { reason: "lazy" };
    expect(refusedRoute({ service: "https://[::1]:8443", unverifiedCertificate })).toEqual([
      'test/host: routes.app.unverifiedCertificate.reason must say why in 10 to 200 characters, got "lazy"',
    ]);
  });

  it("when it asks for an Access application that is not named", () => {
    expect(refusedRoute({ access: { teamName: "", audience: "" } })).toEqual([
      "test/host: routes.app.access.teamName must not be empty",
      "test/host: routes.app.access.audience must not be empty",
    ]);
  });
});
