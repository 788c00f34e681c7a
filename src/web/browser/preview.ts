// The PDF of the text, as it would be printed now: on a page of its own, or in the panel that imports this.
import { showPreviews } from './preview/viewer.ts';

export { showPreviews };

if (document.querySelector('form[data-writing]') === null) showPreviews(document.body);
