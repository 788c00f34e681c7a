/** One block of fields: names in small letters, values unfolded, in order. */
export type FieldGroup = Map<string, string[]>;

const mostGroups = 1001;
const mostFields = 200;
const mostValue = 4000;

/**
 * The blocks of fields of a report (RFC 3464, 2.1: one about the message, then one a recipient, an empty
 * line between two). Empty lines too many, and lines that are no field, are passed over.
 */
export function readFieldGroups(text: string): { groups: FieldGroup[]; cut: boolean } {
  const groups: FieldGroup[] = [];
  let group: FieldGroup = new Map();
  let last: { name: string; lines: string[] } | undefined;
  const endField = () => {
    if (last === undefined) return;
    const value = last.lines.join(' ').slice(0, mostValue).trim();
    const known = group.get(last.name) ?? [];
    if (known.length < mostFields) group.set(last.name, [...known, value]);
    last = undefined;
  };
  const endGroup = () => {
    endField();
    if (group.size > 0) groups.push(group);
    group = new Map();
  };
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (groups.length >= mostGroups) return { groups, cut: true };
    if (line.trim() === '') endGroup();
    else if (/^[ \t]/.test(line)) {
      if (last !== undefined && last.lines.length < mostFields) last.lines.push(line.trim());
    } else {
      endField();
      const [, name, value] = /^([!-9;-~]{1,80})[ \t]{0,20}:(.*)$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined && group.size < mostFields) {
        last = { name: name.toLowerCase(), lines: [value.trim()] };
      }
    }
  }
  endGroup();
  return { groups, cut: false };
}

/** The first value of a field; an empty text when there is none. */
export function valueOf(group: FieldGroup, name: string): string {
  return group.get(name)?.[0] ?? '';
}
