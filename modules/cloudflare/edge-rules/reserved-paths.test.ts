import { describeProblem } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import { type ApiProtectionProps, apiProtection, apiProtectionProblems } from "./index.ts";

const PROPS: ApiProtectionProps = {
  plan: "free",
  host: "api.example.com",
  loginPaths: ["/api/auth/"],
  loginRate: { requests: 20, periodSeconds: 10 },
  reserved: {
    paths: ["/admin/", "/jobs/"],
    from: { office: ["203.0.113.0/24", "2001:db8::/48"], ci: ["192.0.2.1"] },
  },
};

const found = (props: ApiProtectionProps): string[] =>
  apiProtectionProblems(props, "example.com").flatMap((finding) =>
    finding ? [describeProblem("here", finding)] : [],
  );

const expressions = (props: ApiProtectionProps) =>
  Object.fromEntries(apiProtection(props).map(({ key, expression }) => [key, expression]));

describe("reserved paths", () => {
  it("are blocked for everybody but those who are named", () => {
    const [first] = apiProtection(PROPS);
    expect(first).toMatchObject({
      key: "reserve-paths",
      action: "block",
      description: "For office, ci alone",
      expression:
        'http.host in {"api.example.com"} and (starts_with(http.request.uri.path, "/admin/") or starts_with(http.request.uri.path, "/jobs/")) and not (ip.src in {203.0.113.0/24 2001:db8::/48 192.0.2.1})',
    });
    expect(found(PROPS)).toEqual([]);
  });

  it("are left out of what known callers and verified bots are spared", () => {
    const reserved = { ...PROPS.reserved!, paths: ["/admin/"] };
    const spared = expressions({
      ...PROPS,
      reserved,
      knownCallers: [{ key: "monitor", when: "ip.src eq 192.0.2.9", reason: "Asks for /health" }],
      spareVerifiedBots: { reason: "Search engines read the catalogue" },
    });
    const elsewhere = 'and not (starts_with(http.request.uri.path, "/admin/"))';
    expect(spared["monitor"]).toBe(
      `(http.host in {"api.example.com"} and ip.src eq 192.0.2.9) ${elsewhere}`,
    );
    expect(spared["spare-verified-bots"]).toBe(
      `(http.host in {"api.example.com"} and cf.client.bot) ${elsewhere}`,
    );
  });

  it("are refused without paths or addresses, and with wrong ones, all at once", () => {
    expect(
      found({ ...PROPS, reserved: { paths: ["admin"], from: { office: ["0.0.0.0/0"] } } }),
    ).toEqual([
      'here: reserved.paths must begin with /, got "admin"',
      'here: reserved.from.office must be addresses or ranges such as 203.0.113.0/24 or 2001:db8::/48, from /8 and /12 on, got "0.0.0.0/0"',
    ]);
    const none = found({ ...PROPS, reserved: { paths: [], from: {} } });
    expect(none).toEqual(
      expect.arrayContaining([
        "here: reserved.paths must name at least one path",
        "here: reserved.from must name at least one address: else nobody gets there",
      ]),
    );
  });
});
