import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { messageOf } from "../../stacks/testing/message-of.ts";
import { StandIn, TOKEN } from "../testing/stand-in.ts";
import type { HcpClient } from "./client.ts";
import { Hcp } from "./hcp.ts";

describe.skipIf(missing("openssl"))("the client of the API", () => {
  let hcp: StandIn;
  let world: Hcp;
  let client: HcpClient;
  let said: string[];
  let pauses: number[];
  beforeAll(async () => {
    hcp = await StandIn.start();
  });
  afterAll(() => hcp.stop());
  beforeEach(async () => {
    await hcp.reset();
    said = [];
    pauses = [];
    world = new Hcp({
      env: hcp.env,
      talk: (text) => said.push(text),
      pause: async (milliseconds) => void pauses.push(milliseconds),
    });
    client = world.client(hcp.host);
  });
  afterEach(() => world.close());

  const read = () => client.get("organizations/acme", "read organization acme");
  const make = () => client.post("organizations/acme/projects", "make project dev", PROJECT);
  const PROJECT = { data: { type: "projects", attributes: { name: "dev" } } };
  const refused = (work: Promise<unknown>) =>
    work.then(
      () => "it was done",
      (error: Error) => error.message,
    );
  const after = (seconds: string) => ({ status: 429, headers: { "retry-after": seconds } });

  it("waits as long as it is asked to, and says so", async () => {
    hcp.fail({ on: /organizations\/acme$/, times: 1, reply: after("7") });
    await read();
    expect(pauses).toEqual([7000]);
    expect(said).toEqual([`${hcp.host}: too many requests; trying again in 7 s`]);
  });

  it("tries a change again where it was refused for too many requests: it was not made", async () => {
    hcp.fail({ on: /POST/, times: 2, reply: after("1") });
    await make();
    expect(hcp.store.projects).toHaveLength(1);
  });

  it("gives up on too many requests after a while, with nothing lost", async () => {
    hcp.fail({ on: /organizations\/acme$/, times: 99, reply: after("1") });
    expect(await refused(read())).toBe(
      `${hcp.host}: cannot read organization acme: too many requests for too long; nothing is lost: run the same command again in some minutes`,
    );
    expect(hcp.count(/organizations\/acme$/)).toBe(9);
  });

  it("reads again, with longer and longer pauses, where the server fails", async () => {
    hcp.fail({ on: /organizations\/acme$/, times: 4, reply: { status: 502 } });
    await read();
    expect(pauses).toEqual([500, 1000, 2000, 4000]);
  });

  it("says that the server fails when it goes on failing", async () => {
    const body = { errors: [{ title: "maintenance" }] };
    hcp.fail({ on: /organizations\/acme$/, times: 99, reply: { status: 503, body } });
    expect(await refused(read())).toBe(
      `${hcp.host}: cannot read organization acme: it answers 503 again and again: maintenance; see its status page, then run the same command again`,
    );
  });

  it("makes nothing twice: a change is not sent again when its answer is lost", async () => {
    hcp.fail({ on: /POST/, times: 1, reply: "cut after" });
    expect(await refused(make())).toBe(
      `${hcp.host}: cannot make project dev: the connection was lost (ECONNRESET); whether it was done is not known: look with "infra hcp runs", then run the same command again`,
    );
    expect(hcp.count(/POST/)).toBe(1);
  });

  it("tells every reason of a refusal, with the field", async () => {
    const errors = [
      { detail: "is too short", source: { pointer: "/data/attributes/name" } },
      { detail: "is not allowed", source: { pointer: "/data/attributes/tag" } },
    ];
    hcp.fail({ on: /POST/, times: 1, reply: { status: 422, body: { errors } } });
    expect(await refused(make())).toBe(
      `${hcp.host}: cannot make project dev: it answers 422: is too short (name); is not allowed (tag)`,
    );
  });

  it("hides the token even where the server repeats it", async () => {
    const body = { errors: [{ detail: `token ${TOKEN} may not` }] };
    hcp.fail({ on: /organizations\/acme$/, times: 1, reply: { status: 403, body } });
    const words = await refused(read());
    expect(words).toBe(
      `${hcp.host}: cannot read organization acme: the token in TF_TOKEN_${hcp.host} has no right to it: token *** may not; use one of a team that has`,
    );
  });

  it("tells a token that has expired", async () => {
    hcp.token = "another";
    expect(await refused(read())).toBe(
      `${hcp.host}: cannot read organization acme: the token in TF_TOKEN_${hcp.host} is not accepted; it has expired or was revoked: run "terraform login ${hcp.host}", or put a new one there`,
    );
  });

  it("shows its token to the API alone, not where files and logs lie", async () => {
    const id = "cv-9";
    hcp.store.versions.set(id, { speculative: true });
    await client.upload(`https://${hcp.host}/archivist/uploads/${id}`, "upload", Buffer.from("x"));
    expect(hcp.store.versions.get(id)?.bytes?.toString()).toBe("x");
    expect(hcp.tokensToArchive).toBe(0);
  });

  it("uploads nothing where the way is not encrypted", async () => {
    const upload = async () => client.upload("http://localhost/x", "upload", Buffer.from("x"));
    expect(await refused(upload())).toBe(
      `${hcp.host}: cannot upload: http://localhost is not HTTPS`,
    );
  });

  it("says so where something on the way answers in its place", async () => {
    hcp.fail({ on: /acme$/, times: 1, reply: { status: 200, body: "<html>" } });
    expect(await refused(read())).toBe(
      `${hcp.host}: cannot read organization acme: what it answers is no JSON; is there a proxy or a login page on the way?`,
    );
  });

  it("says so where the file of certificates is not there, and only when it is needed", () => {
    const lost = new Hcp({ env: { ...hcp.env, SSL_CERT_FILE: "/gone.pem" }, talk: () => {} });
    expect(messageOf(() => lost.client(hcp.host))).toBe(
      "SSL_CERT_FILE names /gone.pem, which is not there; correct or unset it",
    );
    lost.close();
  });

  it("says what is wrong where a host has no such API", async () => {
    const body = { "modules.v1": "/modules" };
    hcp.fail({ on: /well-known/, times: 1, reply: { status: 200, body } });
    expect(await refused(read())).toBe(
      `${hcp.host} has no API of HCP Terraform; correct state.hostname in the environment`,
    );
  });

  it("refuses a server whose certificate nobody vouches for", async () => {
    const { SSL_CERT_FILE: _, ...env } = hcp.env;
    const stranger = new Hcp({ env, talk: () => {}, pause: async () => {} });
    const words = await refused(stranger.client(hcp.host).get("ping", "ping"));
    stranger.close();
    expect(words).toBe(
      `${hcp.host}: nobody we trust vouches for its certificate (UNABLE_TO_VERIFY_LEAF_SIGNATURE); name a file with the certificate of your authority in SSL_CERT_FILE, as for Terraform`,
    );
    expect(hcp.requests).toEqual([]);
  });
});
