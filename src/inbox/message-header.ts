/** A header is read in the beginning of a message only: nobody writes a longer one in earnest. */
const readable = 65_536;

/**
 * The first header field of this name, unfolded; empty when there is none. Ours to read: `Message-ID` of a
 * message that is answered, which what it says of itself (message-reading.ts) does not hold.
 */
export function headerOf(source: Uint8Array, name: string): string {
  const start = Buffer.from(source.buffer, source.byteOffset, Math.min(source.byteLength, readable));
  const [block = ''] = start.toString('latin1').split(/\r?\n\r?\n/, 1);
  const lines = block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const prefix = `${name.toLowerCase()}:`;
  const line = lines.find((each) => each.toLowerCase().startsWith(prefix)) ?? '';
  return line.slice(prefix.length).trim();
}

/** `<id@domain>` as the message calls itself; empty when it does not, or not in a way that can be quoted. */
export function messageIdOf(source: Uint8Array): string {
  return (
    /<[\x21-\x3b\x3d\x3f-\x7e]{1,200}@[A-Za-z0-9.-]{1,200}>/.exec(headerOf(source, 'Message-ID'))?.[0] ?? ''
  );
}
