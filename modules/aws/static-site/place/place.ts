/**
 * Folder of the bucket that CloudFront serves. Beside it lies what publishing keeps in mind, which
 * nobody on the internet can ask for.
 */
export const SERVED_FOLDER = "site";

/** Object that holds what was published: which files there are, and what was in them. */
export const MANIFEST = "published.json";
