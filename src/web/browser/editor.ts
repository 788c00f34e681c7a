// The text page's script: an editor in the place of each section's plain field, and nothing typed is lost.
import { foldLetterFields } from './editor/letter-fields.ts';
import { mountEditor } from './editor/mount.ts';
import { createOutline } from './editor/outline.ts';
import { panelEvent } from './editor/panel-pages.ts';
import { openPanels } from './editor/panels.ts';
import { createPassages } from './editor/passages.ts';
import { createSaving, keptEvent } from './editor/saving.ts';
import { growTableFields } from './editor/table-fields.ts';
import { openToolbarPlace } from './editor/toolbar-place.ts';

const form = document.querySelector<HTMLFormElement>('form[data-writing]');
if (form !== null) {
  const saving = createSaving(form);
  const passages = createPassages(form);
  const outline = createOutline(form);
  const bars = openToolbarPlace(form);
  for (const host of form.querySelectorAll<HTMLElement>('[data-editor]')) {
    const part = host.dataset['editor'] ?? '';
    const more = [passages.commenting(part)];
    passages.add(part, mountEditor(host, { bars, onChange: saving.touched, more }));
  }
  growTableFields();
  foldLetterFields(form);
  saving.begin();
  openPanels(form);
  void passages.refresh().then(passages.goTo);
  form.addEventListener(keptEvent, () => {
    void passages.refresh();
    void outline.refresh();
  });
  form.addEventListener(panelEvent, () => void passages.refresh());
}
