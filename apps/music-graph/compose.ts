import {
  type ComposeFile,
  type ComposeService,
  DATA_FOLDER,
  RELEASE,
  SECRETS_FOLDER,
} from "@groundplan/google/vm-host";
import { CERTIFICATES_FOLDER } from "./certbot.ts";
import { type CloudSqlWay, cloudSqlProxy, DATABASE_NAME } from "./cloud-sql.ts";
import type { BaseImages } from "./settings.ts";

/** Name of the file that holds the database's password. */
export const DATABASE_PASSWORD = "database-password";

/** Where the proxy's settings lie on the host. */
export const PROXY_SETTINGS = "/etc/groundplan/proxy.conf";

/** Name of the service that the application finds its database by. */
export const DATABASE = "db";

/** The backup runs on the host itself; nobody else reaches this port. */
const FOR_BACKUPS = ["127.0.0.1:5432:5432"];

/** The containers of music-graph: the application, its database or the way to it, and the proxy that ends TLS. */
export function composeFile({ postgres, nginx }: BaseImages, cloudSql?: CloudSqlWay): ComposeFile {
  if (cloudSql) {
    const way = { ...cloudSqlProxy(cloudSql), ports: FOR_BACKUPS };
    return { services: { web: web(cloudSql), [DATABASE]: way, proxy: proxy(nginx) } };
  }
  return {
    services: { web: web(), [DATABASE]: database(postgres!), proxy: proxy(nginx) },
    secrets: { [DATABASE_PASSWORD]: { file: `${SECRETS_FOLDER}/${DATABASE_PASSWORD}` } },
  };
}

/** The same without what Cloud Run does itself: it ends TLS. */
export function serviceFile(cloudSql: CloudSqlWay): ComposeFile {
  return { services: { web: web(cloudSql), [DATABASE]: cloudSqlProxy(cloudSql) } };
}

function web(cloudSql?: CloudSqlWay): ComposeService {
  return {
    image: RELEASE,
    depends_on: { [DATABASE]: { condition: "service_healthy" } },
    environment: { DATABASE_HOST: DATABASE, DATABASE_NAME, ...logIn(cloudSql) },
    ...(cloudSql ? {} : { secrets: [DATABASE_PASSWORD] }),
    healthcheck: {
      test: [
        "CMD",
        "python",
        "-c",
        "import urllib.request as r; r.urlopen('http://localhost:8000/health', timeout=5)",
      ],
      interval: "10s",
      retries: 12,
    },
    read_only: true,
    tmpfs: ["/tmp"],
    security_opt: ["no-new-privileges:true"],
  };
}

/** In Cloud SQL the proxy proves who it is: there is no password. */
function logIn(cloudSql?: CloudSqlWay): Record<string, string> {
  if (cloudSql) return { DATABASE_USER: cloudSql.user };
  return {
    DATABASE_USER: "graph",
    DATABASE_PASSWORD_FILE: `/run/secrets/${DATABASE_PASSWORD}`,
  };
}

function database(image: string): ComposeService {
  return {
    image,
    environment: {
      POSTGRES_DB: DATABASE_NAME,
      POSTGRES_USER: "graph",
      POSTGRES_PASSWORD_FILE: `/run/secrets/${DATABASE_PASSWORD}`,
    },
    secrets: [DATABASE_PASSWORD],
    volumes: [`${DATA_FOLDER}/postgres:/var/lib/postgresql/data`],
    ports: FOR_BACKUPS,
    healthcheck: { test: ["CMD", "pg_isready", "-U", "graph"], interval: "10s", retries: 12 },
    stop_grace_period: "60s",
    shm_size: "128m",
  };
}

function proxy(image: string): ComposeService {
  return {
    image,
    depends_on: { web: { condition: "service_healthy" } },
    ports: ["443:443"],
    volumes: [
      `${PROXY_SETTINGS}:/etc/nginx/conf.d/default.conf:ro`,
      `${CERTIFICATES_FOLDER}:/etc/letsencrypt:ro`,
    ],
    healthcheck: { test: ["CMD", "test", "-s", "/run/nginx.pid"], interval: "10s", retries: 6 },
  };
}

/** The proxy's settings: TLS for these names with the certificate of the first, and nothing else. */
export function proxySettings(names: readonly string[]): string {
  const certificate = `/etc/letsencrypt/live/${names[0]}`;
  return `server {
  listen 443 ssl;
  http2 on;
  server_name ${names.join(" ")};
  ssl_certificate ${certificate}/fullchain.pem;
  ssl_certificate_key ${certificate}/privkey.pem;
  ssl_protocols TLSv1.2 TLSv1.3;
  server_tokens off;
  add_header Strict-Transport-Security "max-age=31536000" always;

  location / {
    proxy_pass http://web:8000;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto https;
  }
}
`;
}
