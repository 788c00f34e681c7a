// The text page's script: an editor in the place of each section's plain field, and nothing typed is lost.
import { mountEditor } from './editor/mount.ts';
import { panelEvent } from './editor/panel-pages.ts';
import { openPanels } from './editor/panels.ts';
import { createPassages } from './editor/passages.ts';
import { createSaving, keptEvent } from './editor/saving.ts';
import { growTableFields } from './editor/table-fields.ts';

const form = document.querySelector<HTMLFormElement>('form[data-writing]');
if (form !== null) {
  const saving = createSaving(form);
  const passages = createPassages(form);
  for (const host of form.querySelectorAll<HTMLElement>('[data-editor]')) {
    const part = host.dataset['editor'] ?? '';
    passages.add(part, mountEditor(host, saving.touched, [passages.commenting(part)]));
  }
  growTableFields();
  saving.begin();
  openPanels(form);
  void passages.refresh().then(passages.goTo);
  form.addEventListener(keptEvent, () => void passages.refresh());
  form.addEventListener(panelEvent, () => void passages.refresh());
}
