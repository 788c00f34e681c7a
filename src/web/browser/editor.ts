// The text page's script: an editor in the place of each section's plain field, and a guard for unsaved work.
import { mountEditor } from './editor/mount.ts';
import { growTableFields } from './editor/table-fields.ts';
import { guardUnsaved } from './editor/unsaved.ts';

const markUnsaved = guardUnsaved(document.querySelector<HTMLFormElement>('form[data-guard-unsaved]'));
for (const host of document.querySelectorAll<HTMLElement>('[data-editor]')) mountEditor(host, markUnsaved);
growTableFields();
