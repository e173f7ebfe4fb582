import { textOf } from "../../cty/value.ts";
import { projectNumber } from "../values/google.ts";
import type { Answer } from "./answer.ts";
import { iamPolicy } from "./google-policy.ts";
import { BALANCERS, netblocks } from "./google-ranges.ts";

/** What data sources of Google's compute. */
export const OF_GOOGLE: Readonly<Record<string, Answer>> = {
  google_iam_policy: iamPolicy,
  google_compute_lb_ip_ranges: () => BALANCERS,
  google_netblock_ip_ranges: netblocks,
  google_compute_regions: (_config, { region }) => ({ names: [region] }),
  google_project: (config, { project }) => {
    const project_id = textOf(config["project_id"]) || project;
    const number = projectNumber(project_id);
    return {
      id: `projects/${project_id}`,
      project_id,
      name: project_id,
      number,
      org_id: "123456789012",
      folder_id: "",
    };
  },
  google_client_config: (_config, { project, region, zone, defaultTags }) => ({
    id: `projects/${project}/regions/${region}/zones/${zone}`,
    project,
    region,
    zone,
    default_labels: defaultTags,
    access_token: "rehearsal-not-a-token",
  }),
  google_compute_zones: (config, connection) => {
    const region = textOf(config["region"]) || connection.region;
    return { names: ["b", "c", "d"].map((zone) => `${region}-${zone}`), region };
  },
  google_compute_image: (config, connection) => {
    const project = textOf(config["project"]) || connection.project;
    const name = textOf(config["name"]) || `${textOf(config["family"]) || "image"}-v20250101`;
    const id = `projects/${project}/global/images/${name}`;
    const self_link = `https://www.googleapis.com/compute/v1/${id}`;
    return { id, self_link, name, project, status: "READY", disk_size_gb: 10 };
  },
  google_storage_project_service_account: (config, connection) => {
    const project = textOf(config["project"]) || connection.project;
    const number = projectNumber(project);
    const email_address = `service-${number}@gs-project-accounts.iam.gserviceaccount.com`;
    return { id: email_address, email_address, member: `serviceAccount:${email_address}`, project };
  },
};
