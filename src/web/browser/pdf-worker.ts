// What reads a PDF beside the page: loaded only when a preview is shown, in a thread of its own.
import 'pdfjs-dist/legacy/build/pdf.worker.min.mjs';
