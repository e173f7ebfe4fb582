import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  allows,
  type Call,
  type PolicyDocument,
} from "../../../modules/aws/testing/judge-policy.ts";
import { routeCall } from "./route53.ts";

/** What the account has: one role, and a zone that settings name and moto names otherwise. */
export interface Account {
  readonly roleArn: string;
  readonly trust: PolicyDocument;
  readonly policy: PolicyDocument;
  /** Where moto answers. */
  readonly moto: string;
  /** Ids of zones as the policy has them, and as moto made them. */
  readonly zoneIds: ReadonlyMap<string, string>;
}

/**
 * STS and Route 53 by moto, which believes everyone. This stands before it and does not: a token is
 * judged by the role's trust, a call by its policy, and only for keys that were handed out here.
 */
export class GuardedAws {
  /** Every call of Route 53, in order, with what became of it. */
  readonly asked: (Call & { readonly allowed: boolean })[] = [];
  private readonly account: Account;
  private readonly server: Server;
  private readonly sessions = new Map<string, string>();

  private constructor(account: Account) {
    this.account = account;
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
    });
  }

  static async start(account: Account): Promise<GuardedAws> {
    const aws = new GuardedAws(account);
    await new Promise<void>((done) => aws.server.listen(0, "127.0.0.1", done));
    return aws;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const form = new URLSearchParams(body);
    if (form.get("Action") === "AssumeRoleWithWebIdentity") {
      if (!this.trusts(form)) return refuse(response, "AccessDenied", "Not authorized");
      const given = await this.forward(request, response, body);
      this.sessions.set(element(given, "AccessKeyId"), element(given, "SessionToken"));
      return;
    }
    if (!this.isSession(request)) return refuse(response, "InvalidClientTokenId", "Unknown key");
    const asked = routeCall(request.method ?? "GET", request.url ?? "/", body);
    const allowed = allows(this.account.policy, asked);
    this.asked.push({ ...asked, allowed });
    if (!allowed) return refuse(response, "AccessDenied", `not authorized to ${asked.action}`);
    await this.forward(request, response, body);
  }

  /** AWS's own names of a Google token's claims: `aud` is who it is for, `oaud` what was asked. */
  private trusts(form: URLSearchParams): boolean {
    const payload = form.get("WebIdentityToken")?.split(".")[1] ?? "";
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    const keys = {
      "accounts.google.com:aud": [claims.azp],
      "accounts.google.com:oaud": [claims.aud],
      "accounts.google.com:sub": [claims.sub],
    };
    return (
      form.get("RoleArn") === this.account.roleArn &&
      claims.iss === "https://accounts.google.com" &&
      allows(this.account.trust, { action: "sts:AssumeRoleWithWebIdentity", keys })
    );
  }

  private isSession({ headers }: IncomingMessage): boolean {
    const key = /Credential=([^/]+)\//.exec(headers.authorization ?? "")?.[1] ?? "";
    const token = this.sessions.get(key);
    return token !== undefined && token === headers["x-amz-security-token"];
  }

  private async forward(
    { method, url, headers }: IncomingMessage,
    response: ServerResponse,
    body: string,
  ): Promise<string> {
    const { authorization = "", "content-type": type = "text/xml" } = headers;
    const { moto, zoneIds } = this.account;
    const answered = await fetch(moto + renamed(url ?? "/", zoneIds), {
      method: method ?? "GET",
      headers: { authorization, "content-type": type },
      ...(body && { body }),
    });
    const back = [...zoneIds].map(([ours, theirs]) => [theirs, ours] as const);
    const text = renamed(await answered.text(), back);
    response.writeHead(answered.status, { "content-type": "text/xml" }).end(text);
    return text;
  }
}

/** Puts other names into a text: each key's value in its place. */
function renamed(text: string, names: Iterable<readonly [string, string]>): string {
  let result = text;
  for (const [from, to] of names) result = result.replaceAll(from, to);
  return result;
}

function refuse(response: ServerResponse, code: string, message: string): void {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.writeHead(403, { "content-type": "text/xml" });
  response.end(`<ErrorResponse>${error}<RequestId>0</RequestId></ErrorResponse>`);
}

function element(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1] ?? "";
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}
