/** What a process without a snapshot is made as. */
export const PLAIN = "plain";
