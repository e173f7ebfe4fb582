import type { AppSettings, FargateApp, ReleasedImage } from "@groundplan/aws/fargate-service";
import type { SearchDomain } from "@groundplan/aws/opensearch";
import { accountOf, type Site } from "@groundplan/core/site";
import type { Data } from "./data.ts";
import { DATABASE } from "./data-props.ts";
import { NAMED } from "./names.ts";
import { appSettings } from "./process-props.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** What the application is told of and works with. */
export interface Surroundings {
  readonly image: ReleasedImage;
  readonly data: Data;
  readonly search: SearchDomain;
}

/** What every process is made from: its image, and where its database, search, covers and queue are. */
export function applicationProps(
  site: Site,
  settings: MusicLibrarySettings,
  { image, data, search }: Surroundings,
): AppSettings {
  const { database, covers, jobs, secretKey } = data;
  const props = appSettings(site.stage, site.names.of(...NAMED.tasks), image, settings);
  return {
    ...props,
    environment: {
      ...props.environment,
      AWS_REGION: accountOf(site, "aws").region,
      COVERS_BUCKET: covers.name,
      DATABASE_HOST: database.address,
      DATABASE_NAME: DATABASE.name,
      DATABASE_PORT: String(database.port),
      DATABASE_USER: DATABASE.user,
      QUEUE_URL: jobs.url,
      SEARCH_URL: `https://${search.endpoint}`,
    },
    secrets: { SECRET_KEY: secretKey.source() },
  };
}

/** Lets the application, in all its processes, at its database, search, covers and queue. */
export function openData(app: FargateApp, data: Data, search: SearchDomain): void {
  data.database.grantConnect(app, DATABASE.user);
  search.allowFrom(app);
  search.grantConnect(app);
  data.covers.grantRead(app);
  data.covers.grantWrite(app);
  data.jobs.grantSend(app);
  data.jobs.grantWork(app);
}
