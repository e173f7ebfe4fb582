import { MoveRefused } from "../stepwise/refused.ts";
import { RealRoute53 } from "./source/route53.ts";
import { type Cloudflare, RealCloudflare } from "./target/cloudflare.ts";
import { visit } from "./visit.ts";
import { Asker } from "./wire/asker.ts";
import type { World } from "./world.ts";

/** What the entry file knows. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly talk: (text: string) => void;
}

/** The world as it is, and how it is left again. */
export function openWorld({ env, now, talk }: Surroundings): World & { close(): void } {
  const dns = new Asker();
  const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
  return {
    ...{ now, talk, sleep, dns },
    route53: new RealRoute53(),
    cloudflare: cloudflareOf(env, sleep),
    visit: (name, address) => visit(name, address),
    close: () => dns.close(),
  };
}

/** Cloudflare by the variables that Terraform's provider reads. Without a token only steps that ask it fail. */
function cloudflareOf(env: Surroundings["env"], sleep: (ms: number) => Promise<void>): Cloudflare {
  const token = env["CLOUDFLARE_API_TOKEN"];
  if (token)
    return new RealCloudflare({
      token,
      baseUrl: env["CLOUDFLARE_BASE_URL"]?.replace(/\/$/, ""),
      sleep,
    });
  const refuse = (): never => {
    throw new MoveRefused(
      "Cloudflare cannot be asked",
      ["CLOUDFLARE_API_TOKEN is not set"],
      "make a token with Zone Read, DNS Read and SSL and Certificates Read for this zone, and set it",
    );
  };
  const asking = async () => refuse();
  return {
    zone: asking,
    records: asking,
    certificates: asking,
    signing: asking,
    checkActivation: asking,
  };
}
