import { keptOf, secretIn } from "../surroundings.ts";
import type { World } from "../world.ts";
import type { Address, Server } from "./server.ts";

type Env = World["env"];

/** What programs of PostgreSQL need of the surroundings besides a server. */
const KEPT = ["PATH", "HOME", "PGPASSFILE", "PGSERVICEFILE", "PGSYSCONFDIR", "PGSSLROOTCERT"];

/** What makes libpq's programs speak to a server. Nothing of it is ever on a command line. */
export function libpqEnv(server: Server, env: Env, application: string): Record<string, string> {
  const always = { PGAPPNAME: application, PGCONNECT_TIMEOUT: "30", LC_ALL: "C" };
  const around = { ...keptOf(env, KEPT), ...always };
  if ("service" in server) return { ...around, PGSERVICE: server.service };
  const password = passwordOf(server, env);
  return {
    ...around,
    PGHOST: server.host,
    PGPORT: String(server.port ?? 5432),
    PGDATABASE: server.database,
    PGUSER: server.user,
    PGSSLMODE: server.sslMode ?? "verify-full",
    ...(password && { PGPASSWORD: password }),
  };
}

/** The same as libpq's connection string, which a subscription wants. */
export function connectionString(server: Address, env: Env): string {
  const password = passwordOf(server, env);
  const parts = {
    ...{ host: server.host, port: String(server.port ?? 5432) },
    ...{ dbname: server.database, user: server.user },
    sslmode: server.sslMode ?? "verify-full",
    ...(password && { password }),
  };
  return Object.entries(parts)
    .map(([key, value]) => `${key}='${value.replaceAll(/[\\']/g, "\\$&")}'`)
    .join(" ");
}

function passwordOf({ passwordVariable }: Address, env: Env): string | undefined {
  if (!passwordVariable) return undefined;
  const cure = "set it, or leave passwordVariable out and keep the password in libpq's passfile";
  return secretIn(env, passwordVariable, "a password", cure);
}
