const name = Buffer.from('Exif\0\0', 'latin1');
const wayUpTag = 0x0112;

/** Which way up a photograph is shown, 1 to 8 (Exif 2.32, § 4.6.4); undefined when it does not say. */
export function wayUpOf(data: Buffer): number | undefined {
  if (!data.subarray(0, name.length).equals(name)) return undefined;
  const tiff = data.subarray(name.length);
  if (tiff.length < 14) return undefined;
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (first + 2 > tiff.length) return undefined;
  const count = short(first);
  for (let index = 0; index < count; index += 1) {
    const at = first + 2 + index * 12;
    if (at + 12 > tiff.length) return undefined;
    if (short(at) !== wayUpTag) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** A whole Exif segment that says the way up, and nothing else. */
export function minimalExif(wayUp: number): Buffer {
  const tiff = Buffer.from('4d4d002a0000000800010112000300000001000000000000' + '0000', 'hex');
  tiff.writeUInt16BE(wayUp, 18);
  const head = Buffer.from([0xff, 0xe1, 0, 2 + name.length + tiff.length]);
  return Buffer.concat([head, name, tiff]);
}
