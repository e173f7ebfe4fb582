const CRC_TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** 1980-01-01, the first day that the format knows: the same text gives the same bytes. */
const DATE = 0x21;

/** Version 2.0 of the format. */
const VERSION = 20;

/** A zip archive of one text file, stored as it is. APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12, 4.3.16. */
export function zipOf(name: string, text: string): Buffer {
  const file = Buffer.from(name);
  const body = Buffer.from(text);
  const about = (withFlags: readonly number[]) =>
    numbers([
      ...withFlags.map((value) => [2, value] as const),
      [4, crc32(body)],
      [4, body.length],
      [4, body.length],
      [2, file.length],
      [2, 0],
    ]);
  const local = Buffer.concat([sign(3, 4), about([VERSION, 0, 0, 0, DATE]), file, body]);
  const central = Buffer.concat([
    sign(1, 2),
    about([VERSION, VERSION, 0, 0, 0, DATE]),
    numbers([
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, 0],
    ]),
    file,
  ]);
  const end = numbers([
    [2, 0],
    [2, 0],
    [2, 1],
    [2, 1],
    [4, central.length],
    [4, local.length],
    [2, 0],
  ]);
  return Buffer.concat([local, central, sign(5, 6), end]);
}

/** The checksum of the format. */
export function crc32(bytes: Buffer): number {
  const rest = bytes.reduce(
    (crc, byte) => (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff]!,
    0xffffffff,
  );
  return (rest ^ 0xffffffff) >>> 0;
}

function sign(a: number, b: number): Buffer {
  return Buffer.from([0x50, 0x4b, a, b]);
}

/** Numbers of two or four bytes, the lowest byte first. */
function numbers(values: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    values.map(([bytes, value]) => {
      const made = Buffer.alloc(bytes);
      made.writeUIntLE(value, 0, bytes);
      return made;
    }),
  );
}
