import { type ExportedModule, exported, times } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { DAY_SECONDS, Queue } from "./queue.ts";

/** The queue of prod. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "queue",
    cloud: "aws",
    summary: "A queue that no plan destroys, and one beside it for what nobody could work off.",
    construct: Queue,
    props: { folder: "modules/aws/queue", name: "QueueProps" },
    fixed: { stage: "prod" },
    variables: {
      name: {
        samples: [..."abcdefghij"].map((letter) => `acme-prod-${letter}`),
        pattern: NAME_RULES["sqs-queue"].pattern,
      },
      visibilitySeconds: { default: 60, samples: [0, 60, 43_200] },
      attempts: { default: 5, samples: [1, 5, 1000] },
      keepDays: {
        default: 7,
        samples: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
        reckoned: [times(DAY_SECONDS)],
      },
    },
    outputs: ({ queue, deadLetters }) => ({
      url: { value: queue.url, description: "Address of the queue." },
      arn: { value: queue.arn, description: "ARN of the queue, for grants." },
      dead_letters_arn: {
        value: deadLetters.arn,
        description: "ARN of the queue of dead letters, for an alarm.",
      },
    }),
  }),
];
