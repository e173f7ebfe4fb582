import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type ResourceRecordSet,
  Route53Client,
  type Route53ClientConfig,
} from "@aws-sdk/client-route-53";
import { type RecordSet, textStrings } from "@groundplan/core/dns-records";
import { type Server, startMoto } from "../../state/testing/servers.ts";

/** Route 53 takes 1,000 values at a time; one that may be there already counts twice. */
const BATCH = 250;

/** Route 53 by moto. */
export class Route53InMoto {
  readonly settings: Route53ClientConfig;
  readonly server: Server;
  readonly #client: Route53Client;

  private constructor(server: Server) {
    this.server = server;
    this.settings = {
      endpoint: server.url,
      region: "us-east-1",
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
    };
    this.#client = new Route53Client(this.settings);
  }

  static async start(): Promise<Route53InMoto> {
    return new Route53InMoto(await startMoto());
  }

  /** Makes a zone; its id. */
  async create(name: string): Promise<string> {
    const { HostedZone } = await this.#client.send(
      new CreateHostedZoneCommand({ Name: name, CallerReference: name }),
    );
    return HostedZone!.Id!.replace("/hostedzone/", "");
  }

  async put(zoneId: string, sets: readonly ResourceRecordSet[]): Promise<void> {
    await this.#change(zoneId, "UPSERT", sets);
  }

  async remove(zoneId: string, sets: readonly ResourceRecordSet[]): Promise<void> {
    await this.#change(zoneId, "DELETE", sets);
  }

  stop(): Promise<void> {
    this.#client.destroy();
    return this.server.stop();
  }

  async #change(zoneId: string, action: "UPSERT" | "DELETE", sets: readonly ResourceRecordSet[]) {
    for (let at = 0; at < sets.length; at += BATCH) {
      const Changes = sets
        .slice(at, at + BATCH)
        .map((set) => ({ Action: action, ResourceRecordSet: set }));
      await this.#client.send(
        new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes } }),
      );
    }
  }
}

/** A set as Route 53 takes it. */
export function asRoute53({ name, type, ttlSeconds = 300, values }: RecordSet): ResourceRecordSet {
  const written = (value: string) =>
    type === "TXT"
      ? textStrings(value)
          .map((text) => `"${text.replaceAll(/["\\]/g, "\\$&")}"`)
          .join(" ")
      : value;
  return {
    Name: `${name.replace(/^\*/, "\\052")}.`,
    Type: type as ResourceRecordSet["Type"],
    TTL: ttlSeconds,
    ResourceRecords: values.map((value) => ({ Value: written(value) })),
  };
}
