import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";

/** An object as it tells itself. */
export interface Head {
  readonly size: number;
  readonly etag: string;
  /** What S3 tells readers beside the content, and what people wrote to it, by name. */
  readonly details: Readonly<Record<string, string>>;
  /** The ETag follows from the content: true without a key of KMS or of the customer. */
  readonly isPlain: boolean;
  /** It lies in an archive, and is not restored. */
  readonly isArchived: boolean;
}

/** What S3 tells readers of an object, by the name that it is told under. */
const HEADERS = {
  ContentType: "content-type",
  CacheControl: "cache-control",
  ContentDisposition: "content-disposition",
  ContentEncoding: "content-encoding",
  ContentLanguage: "content-language",
  ExpiresString: "expires",
  WebsiteRedirectLocation: "x-amz-website-redirect-location",
} as const;

/** What rclone writes to objects for its own use, where people have not. */
const OF_RCLONE = ["mtime", "btime", "md5chksum"];

/** Reads what S3 said of an object. */
export function headOf(said: HeadObjectCommandOutput): Head {
  const { ContentLength: size = 0, ETag: etag = "", ServerSideEncryption: by } = said;
  const headers = Object.entries(HEADERS).flatMap(([key, name]) => {
    const value = said[key as keyof typeof HEADERS];
    return value ? [[name, value] as const] : [];
  });
  const written = Object.entries(said.Metadata ?? {}).map(([k, v]) => [`x-amz-meta-${k}`, v]);
  return {
    ...{ size, etag, details: Object.fromEntries([...headers, ...written]) },
    isPlain: (by === undefined || by === "AES256") && !said.SSECustomerAlgorithm,
    isArchived: isArchived(said),
  };
}

function isArchived({ StorageClass, ArchiveStatus, Restore }: HeadObjectCommandOutput): boolean {
  const isAway = StorageClass === "GLACIER" || StorageClass === "DEEP_ARCHIVE" || ArchiveStatus;
  return Boolean(isAway) && !/ongoing-request="false"/.test(Restore ?? "");
}

/** MD5 of an object's content, where its ETag is one: it was put in one piece, and no key hides it. */
export function md5In({ etag, isPlain }: Head): string | undefined {
  return isPlain ? /^"([0-9a-f]{32})"$/.exec(etag)?.[1] : undefined;
}

/** Names of details that are not the same at both; those that rclone has added do not count. */
export function detailsThatDiffer(from: Head, to: Head): string[] {
  const names = new Set([...Object.keys(from.details), ...Object.keys(to.details)]);
  return [...names]
    .filter((name) => from.details[name] !== to.details[name])
    .filter((name) => from.details[name] !== undefined || !isOfRclone(name))
    .sort();
}

function isOfRclone(name: string): boolean {
  return OF_RCLONE.some((each) => name === `x-amz-meta-${each}`);
}
