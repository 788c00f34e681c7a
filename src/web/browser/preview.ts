// The pages of a PDF beside what is said of it: the text as it would be printed now (on a page of its own, or in
// the panel that imports this), or the exact document that somebody decides on.
import { showExact } from './preview/exact.ts';
import { showPreviews } from './preview/viewer.ts';

export { showPreviews };

if (document.querySelector('form[data-writing]') === null) {
  showPreviews(document.body);
  void showExact(document.body);
}
