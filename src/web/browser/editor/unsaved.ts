/** Warns before leaving a page whose form has unsaved work; gives what marks the work as such. */
export function guardUnsaved(form: HTMLFormElement | null): () => void {
  let unsaved = false;
  const notice = form?.querySelector<HTMLElement>('[data-unsaved]');
  const mark = (): void => {
    unsaved = true;
    if (notice) notice.hidden = false;
  };
  form?.addEventListener('input', mark);
  form?.addEventListener('submit', () => {
    unsaved = false;
  });
  window.addEventListener('beforeunload', (event) => {
    if (unsaved) event.preventDefault();
  });
  return mark;
}
