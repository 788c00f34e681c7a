/**
 * The part that a control of the form belongs to: a section typed without the editor (`plain[context]`) is the
 * same as in it, and a field may have several controls (`fields[contact.mail]`).
 */
export function nameOfPart(control: string): string {
  return control.replace(/^plain\[/, 'sections[').replace(/^(fields\[[^.\]]+)\.[^\]]*\]$/, '$1]');
}

/** A control's name, taken apart: `['fields', 'contact.mail']`; undefined for one that the form does not have. */
export function splitName(control: string): [form: 'fields' | 'sections' | 'plain', key: string] | undefined {
  const [, form, key] = /^(fields|sections|plain)\[([^[\]]{1,60})\]$/.exec(control) ?? [];
  return form === undefined || key === undefined ? undefined : [form as 'fields', key];
}
