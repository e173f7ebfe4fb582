import { between, type Finding, must } from "@groundplan/core/problems";
import { variableNamed } from "../plan/rules.ts";

/** A database by libpq's own service file, which names host, database, user and passfile. */
export interface Service {
  readonly service: string;
}

/** A database by its address. Passwords come from libpq's passfile, or from a variable. */
export interface Address {
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  readonly database: string;
  readonly user: string;
  /** How the server is believed, in libpq's words. @default verify-full */
  readonly sslMode?: string;
  /** Name of the environment variable with the password. @default libpq's passfile is asked */
  readonly passwordVariable?: string;
}

/** Where a database is. */
export type Server = Service | Address;

const KEYS = ["service", "host", "port", "database", "user", "sslMode", "passwordVariable"];
const SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

/** What is wrong with a server as somebody typed it. */
export function serverProblems(prop: string, server: Server | undefined): Finding[] {
  if (!server || typeof server !== "object") return [must(false, prop, "be a server", server)];
  const unknown = Object.keys(server).filter((key) => !KEYS.includes(key));
  const others = unknown.map((key) =>
    must(
      false,
      `${prop}.${key}`,
      `be one of ${KEYS.join(", ")}`,
      undefined,
      /pass/i.test(key) ? "a password never stands here: name a variable, or use a passfile" : "",
    ),
  );
  return [
    ...others,
    ...("service" in server ? ofService(prop, server) : addressProblems(prop, server)),
  ];
}

function ofService(prop: string, server: Service): Finding[] {
  const alone = Object.keys(server).length === 1 && Boolean(server.service);
  return [must(alone, `${prop}.service`, "name a section of the service file, and stand alone")];
}

/** What is wrong with an address as somebody typed it. */
export function addressProblems(prop: string, server: Address): Finding[] {
  const { host, port, database, user, sslMode = "verify-full", passwordVariable } = server;
  return [
    must(Boolean(host), `${prop}.host`, "name a host"),
    must(Boolean(database), `${prop}.database`, "name a database"),
    must(Boolean(user), `${prop}.user`, "name a user"),
    between(`${prop}.port`, port, 1, 65_535),
    must(
      SSL_MODES.includes(sslMode),
      `${prop}.sslMode`,
      `be one of ${SSL_MODES.join(", ")}`,
      sslMode,
    ),
    variableNamed(`${prop}.passwordVariable`, passwordVariable),
  ];
}

/** How people call a server. */
export function serverName(server: Server): string {
  if ("service" in server) return `service ${server.service}`;
  return `${server.database} on ${server.host}:${server.port ?? 5432}`;
}
