import { type Server, startMoto } from "../../state/testing/servers.ts";

/** moto tells services apart by what a signature is for. */
const SIGNED = {
  authorization:
    "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/route53/aws4_request, SignedHeaders=host, Signature=none",
};

/** Route 53 past every guard, as the account's owner has it. */
export class Zones {
  readonly server: Server;
  private readonly accountId: string;

  private constructor(server: Server, accountId: string) {
    this.server = server;
    this.accountId = accountId;
  }

  static async start(accountId: string): Promise<Zones> {
    return new Zones(await startMoto(), accountId);
  }

  /** Makes a zone; the id that moto gives it. */
  async create(domain: string): Promise<string> {
    const body = `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${domain}</Name><CallerReference>${domain}</CallerReference></CreateHostedZoneRequest>`;
    const answer = await this.ask("hostedzone", { method: "POST", body });
    return /<Id>\/hostedzone\/([^<]+)<\/Id>/.exec(answer)![1]!;
  }

  /** Text of every TXT record of a zone, by name. */
  async texts(zoneId: string): Promise<Map<string, string[]>> {
    const answer = await this.ask(`hostedzone/${zoneId}/rrset`);
    const sets = answer.matchAll(/<ResourceRecordSet>([\s\S]*?)<\/ResourceRecordSet>/g);
    const texts = [...sets]
      .map(([, set]) => set!)
      .filter((set) => set.includes("<Type>TXT</Type>"));
    return new Map(
      texts.map((set) => [
        /<Name>([^<]+)</.exec(set)![1]!.toLowerCase(),
        [...set.matchAll(/<Value>([\s\S]*?)<\/Value>/g)].map(([, value]) => unquoted(value!)),
      ]),
    );
  }

  private async ask(path: string, request: RequestInit = {}): Promise<string> {
    const url = `${this.server.url}/2013-04-01/${path}`;
    const headers = { ...SIGNED, "x-moto-account-id": this.accountId };
    const answer = await fetch(url, { ...request, headers });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  }
}

function unquoted(value: string): string {
  return value.replaceAll("&quot;", '"').replace(/^"|"$/g, "");
}
