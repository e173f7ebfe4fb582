/**
 * Of each region: the hosted zones of application and of network load balancers, and the account of
 * which classic ones write their logs where that is still an account.
 *
 * Source: terraform-provider-aws v5.100.0, asked for its data sources `aws_lb_hosted_zone_id` and
 * `aws_elb_service_account`, which compute.
 */
const REGIONS: Readonly<Record<string, readonly [alb: string, nlb: string, elbLogs: string]>> = {
  "af-south-1": ["Z268VQBMOI5EKX", "Z203XCE67M25HM", "098369216593"],
  "ap-east-1": ["Z3DQVH9N71FHZ0", "Z12Y7K3UBGUAD1", "754344448648"],
  "ap-northeast-1": ["Z14GRHDCWA56QT", "Z31USIVHYNEOWT", "582318560864"],
  "ap-northeast-2": ["ZWKZPGTI48KDX", "ZIBE1TIR4HY56", "600734575887"],
  "ap-northeast-3": ["Z5LXEXXYW11ES", "Z1GWIQ4HH19I5X", "383597477331"],
  "ap-south-1": ["ZP97RAFLXTNZK", "ZVDDRBQ08TROA", "718504428378"],
  "ap-south-2": ["Z0173938T07WNTVAEPZN", "Z0711778386UTO08407HT", ""],
  "ap-southeast-1": ["Z1LMS91P8CMLE5", "ZKVM4W9LS7TM", "114774131450"],
  "ap-southeast-2": ["Z1GM3OXH4ZPM65", "ZCT6FZBF4DROD", "783225319266"],
  "ap-southeast-3": ["Z08888821HLRG5A9ZRTER", "Z01971771FYVNCOVWJU1G", "589379963580"],
  "ap-southeast-4": ["Z09517862IB2WZLPXG76F", "Z01156963G8MIIL7X90IV", ""],
  "ap-southeast-5": ["Z06010284QMVVW7WO5J", "Z026317210H9ACVTRO6FB", ""],
  "ap-southeast-7": ["Z0390008CMBRTHFGWBCB", "Z054363131YWATEMWRG5L", ""],
  "ca-central-1": ["ZQSVJUPU6J1EY", "Z2EPGBW3API2WT", "985666609251"],
  "ca-west-1": ["Z06473681N0SF6OS049SD", "Z02754302KBB00W2LKWZ9", ""],
  "eu-central-1": ["Z215JYRZR1TBD5", "Z3F0SRJ5LGBH90", "054676820928"],
  "eu-central-2": ["Z06391101F2ZOEP8P5EB3", "Z02239872DOALSIDCX66S", ""],
  "eu-north-1": ["Z23TAZ6LKFMNIO", "Z1UDT6IFJ4EJM", "897822967062"],
  "eu-south-1": ["Z3ULH7SSC9OV64", "Z23146JA1KNAFP", "635631232127"],
  "eu-south-2": ["Z0956581394HF5D5LXGAP", "Z1011216NVTVYADP1SSV", ""],
  "eu-west-1": ["Z32O12XQLNTSW2", "Z2IFOLAFXWLO4F", "156460612806"],
  "eu-west-2": ["ZHURV8PSTC4K8", "ZD4D7Y8KGAS4G", "652711504416"],
  "eu-west-3": ["Z3Q77PNBQS71R4", "Z1CMS0P5QUZ6D5", "009996457667"],
  "il-central-1": ["Z09170902867EHPV2DABU", "Z0313266YDI6ZRHTGQY4", ""],
  "me-central-1": ["Z08230872XQRWHG2XF6I", "Z00282643NTTLPANJJG2P", ""],
  "me-south-1": ["ZS929ML54UICD", "Z3QSRYVP46NYYV", "076674570225"],
  "mx-central-1": ["Z023552324OKD1BB28BH5", "Z02031231H3ID6HYJ9A7U", ""],
  "sa-east-1": ["Z2P70J7HTTTPLU", "ZTK26PT1VY4CU", "507241528517"],
  "us-east-1": ["Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI", "127311923021"],
  "us-east-2": ["Z3AADJGX6KTTL2", "ZLMOA37VPKANP", "033677994240"],
  "us-west-1": ["Z368ELLRRE2KJ0", "Z24FKFUX50B4VW", "027434742980"],
  "us-west-2": ["Z1H1FL5HABSF5", "Z18D5FSROUN65G", "797873946194"],
};

/**
 * Regions that every account has without asking (AWS Account Management, "Enable or disable AWS
 * Regions in your account").
 */
const ALWAYS = [
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1"],
  ...["ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2"],
  ...["eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2"],
];

/** The zone in which the names of a region's load balancers stand; nothing for a region not known. */
export function loadBalancerZone(region: string, kind: string): string | undefined {
  return REGIONS[region]?.[kind === "network" ? 1 : 0];
}

/** The account that writes the logs of classic load balancers; nothing where a service does. */
export function loadBalancerAccount(region: string): string | undefined {
  return REGIONS[region]?.[2] || undefined;
}

/** Names of regions: those that every account has and the one that is worked in, or all. */
export function regionNames(own: string, all: boolean): readonly string[] {
  return [...new Set([...(all ? Object.keys(REGIONS) : ALWAYS), own])].sort();
}
