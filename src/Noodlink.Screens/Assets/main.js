// The start of the script. Without it every page still works: what it adds is that an open page stays true by itself,
// makes a sound when somebody must look, and says so when it is no longer true.
import { watchDrafts } from './drafts.js';
import { listen } from './live.js';
import { refresh, plan } from './refresh.js';
import { watchSound } from './sound.js';
import './access.js';
import './map.js';
import './cover.js';

if (document.body.hasAttribute('data-live-page')) {
  listen(plan);
  watchSound();
  watchDrafts();
}

// This page answers a form that was sent. Back to it, or loaded again, a browser would ask in its own words whether to send
// that once more: it is asked for as a page instead. What was typed stands in the draft.
if (document.body.hasAttribute('data-answer')) {
  const draft = document.querySelector('form[data-draft]:not([data-draft-part])')?.elements._sleutel?.value;
  history.replaceState(null, '', draft && !location.search ? `?concept=${draft}` : location.href);
}

document.addEventListener('click', event => {
  if (event.target.closest('[data-show-new]')) {
    window.scrollTo(0, 0);
    refresh({ showNew: true });
  }
  if (event.target.closest('[data-print]')) window.print();
});
