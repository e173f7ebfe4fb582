import { nameProblem } from "@groundplan/core/naming";
import { type Finding, matching, must } from "@groundplan/core/problems";

/** The image of the boot disk: what runs on it, and how it is chosen. */
export type HostImage = HostSystem & ImageChoice;

/** What runs on the host. The names of both are those that the image builder gives. */
export type HostSystem =
  /** Debian with Docker, its compose plugin and the Ops Agent: the image that Packer builds. */
  | { readonly system: "debian" }
  /** Container-Optimized OS. It has no compose: `composeImage` brings it, by digest. */
  | { readonly system: "cos"; readonly composeImage: string };

/** Which image of the system. */
export type ImageChoice =
  /** The family's newest when the host is made; later ones wait for a deliberate replacement. */
  | { readonly project: string; readonly family: string }
  /** One image, by name. Another name replaces the machine and its boot disk. */
  | { readonly project: string; readonly image: string };

/** What the boot disk is made from, in the provider's words. */
export function imageReference(image: HostImage): string {
  const path = `projects/${image.project}/global/images`;
  return "family" in image ? `${path}/family/${image.family}` : `${path}/${image.image}`;
}

/** True where the image builder decides, so that Terraform must not. */
export function followsFamily(image: HostImage): boolean {
  return "family" in image;
}

/** What is wrong with the image. */
export function imageProblems(image: HostImage, mustBePinned: boolean): Finding[] {
  const [prop, name] =
    "family" in image ? (["family", image.family] as const) : (["image", image.image] as const);
  return [
    must(
      !mustBePinned || "image" in image,
      "image.family",
      "be an exact image in prod",
      name,
      "give image: the name that the build printed, so that a rebuild of the machine runs what was tried",
    ),
    nameProblem(`image.${prop}`, "google-resource", name),
    matching(
      "image.project",
      image.project,
      /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
      "be a project id, not a number",
    ),
    image.system === "cos" && digestProblem("image.composeImage", image.composeImage),
  ];
}

/** A reference to a container image that names its content. */
export function digestProblem(prop: string, reference: string): Finding {
  return matching(
    prop,
    reference,
    /^[a-z0-9.:-]+(\/[a-z0-9._-]+)*@sha256:[0-9a-f]{64}$/,
    "name an image by digest: registry/name@sha256:...",
  );
}
